package io.calotype.diffusion.batching;

/** What a tenant was given of a device; used by the denoising thread alone. */
final class Account {

    /** How many steps ahead of an image's own count for it: as much as two tenants may differ before one makes way. */
    private static final int STEPS_AHEAD = 4;

    private final double weight;
    private double served; // work divided by the weight
    private double running; // of one step of all its running images
    private long activeAt; // the last tick in which it had an image

    Account(double weight) {
        this.weight = weight;
    }

    double served() {
        return served;
    }

    boolean wasActive(long tick) {
        return activeAt >= tick - 1;
    }

    /** Notes that the tenant has an image. */
    void active(long tick) {
        activeAt = tick;
    }

    /** Who was away has no claim to what it did not use, but for a burst. */
    void returnsWith(double least) {
        served = Math.max(served, least);
    }

    void joined(long stepWork) {
        running += stepWork / weight;
    }

    void left(long stepWork) {
        running -= stepWork / weight;
    }

    void stepped(long stepWork) {
        served += stepWork / weight;
    }

    /** What it has been given, and is about to be. */
    double claim() {
        return served + STEPS_AHEAD * running;
    }

    /** What its claim would grow by with an image of that work. */
    double more(long stepWork) {
        return STEPS_AHEAD * stepWork / weight;
    }
}
