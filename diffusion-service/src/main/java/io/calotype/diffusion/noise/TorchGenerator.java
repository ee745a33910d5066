package io.calotype.diffusion.noise;

import io.calotype.contracts.spec.Seed;

/**
 * Draws what {@code torch.randn} draws on a CPU in float32, to float rounding (at most 1e-6 of difference measured).
 *
 * <p>Each call of {@link #fillNormal} is one call of {@code torch.randn} with this generator, and the calls follow each
 * other as there. Not safe for use by several threads.
 *
 * <p>Source: PyTorch, {@code aten/src/ATen/native/cpu/DistributionTemplates.h} and
 * {@code aten/src/ATen/core/DistributionsHelper.h}; G. Box and M. Muller, "A note on the generation of random normal
 * deviates" (1958).
 */
public final class TorchGenerator {
    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;
    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final float FLOAT_UNIT = 0x1p-24f;
    private static final double DOUBLE_UNIT = 0x1p-53;

    private final MersenneTwister bits;
    private double spare;
    private boolean hasSpare;

    /** Seeds as {@code torch.Generator("cpu").manual_seed(seed)} does: only the seed's low 32 bits count. */
    public TorchGenerator(Seed seed) {
        this.bits = new MersenneTwister((int) seed.bits());
    }

    /** Seeds it again, discarding its state. */
    void reset(int seed) {
        bits.reset(seed);
        hasSpare = false;
    }

    /** Skips as much as one call of {@link #fillNormal} with an array of this length draws. */
    public void skipNormal(int length) {
        if (length < BLOCK) {
            for (int i = 0; i < length; i++) {
                nextNormal();
            }
            return;
        }
        int words = length % BLOCK == 0 ? length : length + BLOCK;
        for (int i = 0; i < words; i++) {
            bits.nextInt();
        }
    }

    /** Fills all of an array with standard normal noise, as one call of {@code torch.randn} of that many elements. */
    public void fillNormal(float[] into) {
        if (into.length < BLOCK) {
            fillOneByOne(into);
        } else {
            fillInBlocks(into);
        }
    }

    /** The path of 16 or more elements; a last incomplete block is redrawn together with elements before it. */
    private void fillInBlocks(float[] into) {
        fillUniform(into, 0, into.length);
        int blocksEnd = into.length - into.length % BLOCK;
        for (int from = 0; from < blocksEnd; from += BLOCK) {
            toNormal(into, from);
        }
        if (blocksEnd < into.length) {
            fillUniform(into, into.length - BLOCK, into.length);
            toNormal(into, into.length - BLOCK);
        }
    }

    private void fillUniform(float[] into, int from, int to) {
        for (int i = from; i < to; i++) {
            into[i] = (bits.nextInt() & 0xffffff) * FLOAT_UNIT;
        }
    }

    /** Turns 16 uniform numbers into normal ones: the first half gives the radii, the second the angles. */
    private static void toNormal(float[] values, int from) {
        for (int i = from; i < from + HALF; i++) {
            float radius = (float) Math.sqrt(-2f * (float) StrictMath.log(1f - values[i]));
            float angle = TWO_PI * values[i + HALF];
            values[i] = radius * (float) StrictMath.cos(angle);
            values[i + HALF] = radius * (float) StrictMath.sin(angle);
        }
    }

    private void fillOneByOne(float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (float) nextNormal();
        }
    }

    /**
     * The path of fewer than 16 elements; the second number of each pair waits for the next draw, even of a later call.
     */
    private double nextNormal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double angle = 2 * Math.PI * nextDouble();
        double radius = Math.sqrt(-2 * StrictMath.log1p(-nextDouble()));
        spare = radius * StrictMath.sin(angle);
        hasSpare = true;
        return radius * StrictMath.cos(angle);
    }

    private double nextDouble() {
        return (bits.nextLong() & ((1L << 53) - 1)) * DOUBLE_UNIT;
    }
}
