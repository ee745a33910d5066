package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;

/** The largest magnitude of a picture without noise, from {@code clip_sample} and {@code clip_sample_range}. */
final class Clip {
    private Clip() {}

    /** Returns it; infinite where nothing is clipped. */
    static float of(SchedulerConfig config, boolean absent) {
        return config.flag("clip_sample", absent)
                ? (float) config.number("clip_sample_range", 1)
                : Float.POSITIVE_INFINITY;
    }
}
