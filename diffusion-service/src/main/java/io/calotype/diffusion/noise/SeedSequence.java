package io.calotype.diffusion.noise;

import io.calotype.contracts.spec.Seed;

/**
 * Numpy's {@code SeedSequence} over a pool of 24 words: independent seeds for the nodes of a tree, from one seed.
 *
 * <p>Source: M. O'Neill, "Developing a seed_seq Alternative" (2015); numpy, {@code bit_generator.pyx}.
 */
final class SeedSequence {
    private static final int WORDS = 24;
    private static final int FIRST_MULTIPLIER = 0x43b0d7e5;
    private static final int MULTIPLIER = 0x931e8875;
    private static final int OUTPUT_FIRST = 0x8b51f9dd;
    private static final int OUTPUT_MULTIPLIER = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;
    private static final int SHIFT = 16;

    private final int[] pool = new int[WORDS];
    private final int[] spawned = new int[WORDS];
    private final int multiplierAfterSeed;
    private int multiplier = FIRST_MULTIPLIER;

    SeedSequence(Seed seed) {
        for (int i = 0; i < WORDS; i++) {
            pool[i] = hash(i < 2 ? (int) (seed.bits() >>> (32 * i)) : 0);
        }
        for (int from = 0; from < WORDS; from++) {
            for (int to = 0; to < WORDS; to++) {
                if (from != to) {
                    pool[to] = mix(pool[to], hash(pool[from]));
                }
            }
        }
        multiplierAfterSeed = multiplier;
    }

    /** Returns the first 32 bits of the sequence itself. */
    int root() {
        return output(pool);
    }

    /** Returns the first 32 bits of the sequence that is spawned with the key {@code (node, depth)}. */
    int spawn(long node, int depth) {
        System.arraycopy(pool, 0, spawned, 0, WORDS);
        multiplier = multiplierAfterSeed;
        stir((int) node);
        if (node >>> 32 != 0) {
            stir((int) (node >>> 32));
        }
        stir(depth);
        return output(spawned);
    }

    private void stir(int word) {
        for (int to = 0; to < WORDS; to++) {
            spawned[to] = mix(spawned[to], hash(word));
        }
    }

    private int hash(int word) {
        int value = word ^ multiplier;
        multiplier *= MULTIPLIER;
        value *= multiplier;
        return value ^ (value >>> SHIFT);
    }

    private static int mix(int left, int right) {
        int value = MIX_LEFT * left - MIX_RIGHT * right;
        return value ^ (value >>> SHIFT);
    }

    private static int output(int[] pool) {
        int second = OUTPUT_FIRST;
        second *= OUTPUT_MULTIPLIER;
        int value = (pool[0] ^ OUTPUT_FIRST) * second;
        return value ^ (value >>> SHIFT);
    }
}
