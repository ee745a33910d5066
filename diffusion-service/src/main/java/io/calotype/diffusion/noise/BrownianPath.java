package io.calotype.diffusion.noise;

import io.calotype.contracts.spec.Seed;
import java.util.Arrays;

/**
 * Brownian motions over an interval of time that are a function of the seed alone: the same increment comes out whenever
 * and in whatever order it is asked for, so nothing of it need be saved.
 *
 * <p>Time is halved again and again down to a millionth; at each halving the middle is drawn between the ends, with a
 * seed of its own. What was drawn for the last increment is kept, because the next one usually begins or ends where that did. Not safe
 * for use by several threads.
 *
 * <p>Source: P. Kidger et al., "Efficient and Accurate Gradients for Neural SDEs" (2021), section 4; the numbers are
 * those of torchsde's {@code BrownianInterval} with {@code halfway_tree} and a {@code tol} of 1e-6, to float rounding.
 */
public final class BrownianPath {
    private static final float[] NOWHERE = new float[0];

    private final SeedSequence seeds;
    private final TorchGenerator generator = new TorchGenerator(new Seed(0));
    private final float[] width; // the increments over the current node
    private final float[] sibling; // those over a node that is visited later
    private final float[] root; // the increments over all of the interval
    private final Halvings halvings;
    private double rootFrom = Double.NaN;
    private double rootTo = Double.NaN;
    private double start;
    private double end;
    private long node;
    private int depth;

    /** Makes a path of this many motions. */
    public BrownianPath(Seed seed, int motions) {
        seeds = new SeedSequence(seed);
        width = new float[motions];
        sibling = new float[motions];
        root = new float[motions];
        halvings = new Halvings(motions, this::draw);
    }

    /**
     * Fills an array with the increments between two times of an interval; times outside count as its ends.
     *
     * @param first where the interval starts, 0 or more
     * @param last where it ends
     * @param from not after {@code to}
     * @param into as many elements as there are motions
     */
    public void increment(double first, double last, double from, double to, float[] into) {
        Arrays.fill(into, 0);
        start = Microtime.round(first);
        end = Microtime.round(last);
        node = 0;
        depth = 0;
        double begin = Microtime.round(Math.min(Math.max(from, start), end));
        double until = Microtime.round(Math.min(Math.max(to, start), end));
        if (begin >= until) {
            return;
        }
        drawRoot(first, last);
        halvings.keepAround(begin, until);
        System.arraycopy(root, 0, width, 0, width.length);
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

    private void drawRoot(double first, double last) {
        if (first == rootFrom && last == rootTo) {
            return;
        }
        halvings.clear();
        rootFrom = first;
        rootTo = last;
        generator.reset(seeds.root());
        generator.fillNormal(root);
        float scale = (float) Math.sqrt(last - first);
        for (int i = 0; i < root.length; i++) {
            root[i] *= scale;
        }
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

    private double middle() {
        return Microtime.round(0.5 * (start + end));
    }

    /** Descends to one half of the current node and adds the increments over the other half to an array, if given. */
    private void enter(boolean left, float[] others) {
        double middle = middle();
        float[] halves = halvings.first(node, depth, start, end);
        for (int i = 0; i < width.length; i++) {
            float first = halves[i];
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

    /** Draws the increments over the first half of the current node. */
    private void draw(float[] into) {
        double middle = middle();
        double share = 1 / (end - start);
        float before = (float) (middle - start);
        float reciprocal = (float) share;
        float deviation = (float) Math.sqrt((middle - start) * (end - middle) * share);
        generator.reset(seeds.spawn(node, depth));
        generator.fillNormal(into);
        for (int i = 0; i < into.length; i++) {
            into[i] = before * width[i] * reciprocal + deviation * into[i];
        }
    }

    private static void add(float[] values, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] += values[i];
        }
    }
}
