package io.calotype.local.chaos;

/**
 * A promise that was not kept.
 *
 * @param subject the image, object, record or group that it is about
 */
record Violation(Invariant invariant, String subject, String detail) {

    @Override
    public String toString() {
        return "invariant %d (%s): %s: %s".formatted(invariant.number(), invariant.promise(), subject, detail);
    }
}
