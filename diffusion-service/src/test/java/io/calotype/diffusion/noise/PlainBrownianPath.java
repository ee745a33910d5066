package io.calotype.diffusion.noise;

import io.calotype.contracts.spec.Seed;
import java.util.Arrays;

/** Brownian motions as {@link BrownianPath} has them, with every node drawn anew for every increment: the slow reference. */
final class PlainBrownianPath {
    private static final float[] NOWHERE = new float[0];

    private final SeedSequence seeds;
    private final TorchGenerator generator = new TorchGenerator(new Seed(0));
    private final float[] width; // the increments over the current node
    private final float[] sibling; // those over a node that is visited later
    private final float[] noise;
    private double start;
    private double end;
    private long node;
    private int depth;

    PlainBrownianPath(Seed seed, int motions) {
        seeds = new SeedSequence(seed);
        width = new float[motions];
        sibling = new float[motions];
        noise = new float[motions];
    }

    void increment(double first, double last, double from, double to, float[] into) {
        Arrays.fill(into, 0);
        startAtRoot(first, last);
        double begin = Microtime.round(Math.min(Math.max(from, start), end));
        double until = Microtime.round(Math.min(Math.max(to, start), end));
        if (begin >= until) {
            return;
        }
        while (begin != start || until != end) {
            double middle = middle();
            if (begin < middle && until > middle) {
                addAround(middle, begin, until, into);
                return;
            }
            enter(until <= middle, NOWHERE);
        }
        add(width, into);
    }

    private void addAround(double middle, double begin, double until, float[] into) {
        double farEnd = end;
        long right = 2 * node + 1;
        int below = depth + 1;
        Arrays.fill(sibling, 0);
        enter(true, sibling);
        while (begin != start) {
            boolean left = begin < middle();
            enter(left, left ? into : NOWHERE);
        }
        add(width, into);
        System.arraycopy(sibling, 0, width, 0, width.length);
        start = middle;
        end = farEnd;
        node = right;
        depth = below;
        while (until != end) {
            boolean left = until <= middle();
            enter(left, left ? NOWHERE : into);
        }
        add(width, into);
    }

    private void startAtRoot(double first, double last) {
        start = Microtime.round(first);
        end = Microtime.round(last);
        node = 0;
        depth = 0;
        generator.reset(seeds.root());
        generator.fillNormal(width);
        float scale = (float) Math.sqrt(last - first);
        for (int i = 0; i < width.length; i++) {
            width[i] *= scale;
        }
    }

    private double middle() {
        return Microtime.round(0.5 * (start + end));
    }

    /** Descends to one half of the current node and adds the increments over the other half to an array, if given. */
    private void enter(boolean left, float[] others) {
        double middle = middle();
        double share = 1 / (end - start);
        float before = (float) (middle - start);
        float reciprocal = (float) share;
        float deviation = (float) Math.sqrt((middle - start) * (end - middle) * share);
        generator.reset(seeds.spawn(node, depth));
        generator.fillNormal(noise);
        for (int i = 0; i < width.length; i++) {
            float first = before * width[i] * reciprocal + deviation * noise[i];
            float second = width[i] - first;
            width[i] = left ? first : second;
            if (i < others.length) {
                others[i] += left ? second : first;
            }
        }
        start = left ? start : middle;
        end = left ? middle : end;
        node = 2 * node + (left ? 0 : 1);
        depth++;
    }

    private static void add(float[] values, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }
}
