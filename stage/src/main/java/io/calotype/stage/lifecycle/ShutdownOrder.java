package io.calotype.stage.lifecycle;

/** In which order a stage's parts stop: priorities of the observers of a shutdown, the lowest first. */
public final class ShutdownOrder {
    /** What is waiting is given back, so that the drain does not wait for it. */
    public static final int BEFORE_DRAIN = 0;
    /** No record is admitted any more, and those under way are awaited. */
    public static final int DRAIN = 1;
    /** What is still running is stopped. */
    public static final int AFTER_DRAIN = 2;

    private ShutdownOrder() {}
}
