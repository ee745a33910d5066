package io.calotype.diffusion.scheduler;

/** The last few predictions of a multistep scheduler, in buffers that are allocated once and used in turn. */
final class History {
    private final float[][] slots;
    private int newest;
    private int size;

    /**
     * Allocates the buffers.
     *
     * @param depth how many predictions the scheduler uses, the current one included; 0 for a one-step scheduler
     */
    History(int depth, int elements) {
        this.slots = new float[depth][elements];
    }

    /** Returns how many predictions there are. */
    int size() {
        return size;
    }

    int depth() {
        return slots.length;
    }

    /** Returns the buffer for the current prediction, which takes the place of the oldest. */
    float[] push() {
        newest = (newest + 1) % slots.length;
        size = Math.min(size + 1, slots.length);
        return slots[newest];
    }

    /** Returns a prediction: 0 is the newest, 1 that of the step before. */
    float[] recall(int back) {
        return slots[Math.floorMod(newest - back, slots.length)];
    }
}
