package io.calotype.contracts.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long an image waited and was worked on, by stage ({@code encode}, {@code denoise}, {@code decode}). */
public record StageTimings(Map<String, Timing> stages) {
    /** The times of one stage, in milliseconds. */
    public record Timing(long queueMs, long computeMs) {}

    public StageTimings {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }

    /** Returns the timings of an image that no stage has seen. */
    public static StageTimings none() {
        return new StageTimings(Map.of());
    }

    /** Returns these timings and those of one more stage; a time that clocks made negative counts as none. */
    public StageTimings with(String stage, Duration queue, Duration compute) {
        var more = new LinkedHashMap<>(stages);
        more.put(stage, new Timing(Math.max(0, queue.toMillis()), Math.max(0, compute.toMillis())));
        return new StageTimings(more);
    }
}
