package io.calotype.messaging.lifecycle;

/** In which order a service's parts start: priorities of the observers of a startup, the lowest first. */
public final class StartupOrder {
    /** Checks of settings, before anything that takes time. */
    public static final int SETTINGS = 0;

    /** Fetching model packs, which takes minutes, before anything loads them. */
    public static final int PACKS = 1;

    /** What can refuse to start, before any record is read: the connector opens its channels at 50, and the default is 2500. */
    public static final int BEFORE_CHANNELS = 2;

    private StartupOrder() {}
}
