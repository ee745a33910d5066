package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * The seed of a picture's noise, an unsigned number of 64 bits.
 *
 * @param bits the number's bits; read them as unsigned
 */
public record Seed(long bits) {
    /** The largest seed, 2^64 - 1. */
    public static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /**
     * Reads a seed from decimal digits.
     *
     * @throws Refusal if it is not a whole number from 0 to 2^64 - 1
     */
    public static Seed parse(String text) {
        if (text.isEmpty()
                || text.length() > Limits.MAX_NUMBER_LENGTH
                || !text.chars().allMatch(Seed::isDigit)) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "seed",
                    "seed must be a whole number in decimal digits, 0 to " + MAX);
        }
        return of(new BigInteger(text));
    }

    /**
     * Makes a seed of a whole number.
     *
     * @throws Refusal if it is not from 0 to 2^64 - 1
     */
    public static Seed of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MAX) > 0) {
            throw Limits.outside("seed", value.toString(), 0, MAX);
        }
        return new Seed(value.longValue());
    }

    /** Draws the seed of a prompt that names none: the first 32 bits of the SHA-256 of its id. */
    public static Seed drawnFrom(String promptId) {
        return new Seed(
                Integer.toUnsignedLong(ByteBuffer.wrap(Sha256.of(promptId)).getInt()));
    }

    /** Returns the seed of an image of the same prompt; it wraps at 2^64. */
    public Seed plus(int index) {
        return new Seed(bits + index);
    }

    /** Returns the seed as a number that is never negative. */
    public BigInteger value() {
        return new BigInteger(toString());
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
