package io.calotype.diffusion.noise;

/** Nodes of a tree of halved times that were drawn, for the next walks down the tree; allocated once. */
final class Halvings {

    private static final int MOST = 48; // two walks to a millionth of 14.6, which share the first steps
    private static final int MOST_BYTES = 4 << 20; // of an image's memory; beyond it the rest is drawn each time

    private final Draw draw;
    private final long[] keys;
    private final double[] starts;
    private final double[] ends;
    private final float[][] firsts;
    private final float[] other; // of a node for which there is no room
    private int count;

    /** Draws a node that is not there. */
    @FunctionalInterface
    interface Draw {

        /** Fills all of an array with the increments over the first half of the node. */
        void into(float[] first);
    }

    Halvings(int motions, Draw draw) {
        this.draw = draw;
        int nodes = Math.min(MOST, MOST_BYTES / (Float.BYTES * Math.max(1, motions)));
        keys = new long[nodes];
        starts = new double[nodes];
        ends = new double[nodes];
        firsts = new float[nodes][motions];
        other = new float[motions];
    }

    /** Returns the increments over a node's first half; they may change with the next call, and nobody else writes into them. */
    float[] first(long node, int depth, double start, double end) {
        long key = 1L << depth | node;
        for (int i = 0; i < count; i++) {
            if (keys[i] == key) {
                return firsts[i];
            }
        }
        if (count == firsts.length) {
            draw.into(other);
            return other;
        }
        draw.into(firsts[count]);
        keys[count] = key;
        starts[count] = start;
        ends[count] = end;
        return firsts[count++];
    }

    /** Lets go of nodes in which neither of two times lies: walks to these do not pass them. */
    void keepAround(double time, double otherTime) {
        for (int i = count - 1; i >= 0; i--) {
            if (!surrounds(i, time) && !surrounds(i, otherTime)) {
                remove(i);
            }
        }
    }

    private boolean surrounds(int i, double time) {
        return starts[i] < time && time < ends[i];
    }

    private void remove(int i) {
        count--;
        float[] unused = firsts[i];
        firsts[i] = firsts[count];
        firsts[count] = unused;
        keys[i] = keys[count];
        starts[i] = starts[count];
        ends[i] = ends[count];
    }

    /** Lets go of all. */
    void clear() {
        count = 0;
    }
}
