package io.calotype.contracts.event;

import io.calotype.contracts.stage.Stage;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How long an image waited and was worked on, by stage. */
public record StageTimings(Map<Stage, Timing> stages) {
    /** Longest time, in milliseconds. */
    static final int MAX_MS = Integer.MAX_VALUE;

    /** The times of one stage, in milliseconds, 0 to 2147483647. */
    public record Timing(long queueMs, long computeMs) {}

    public StageTimings {
        stages = Collections.unmodifiableMap(copy(stages));
    }

    /** Returns the timings of an image that no stage has seen. */
    public static StageTimings none() {
        return new StageTimings(Map.of());
    }

    /** Returns these timings and those of one more stage; a time that clocks made negative or absurdly long is cut to the range. */
    public StageTimings with(Stage stage, Duration queue, Duration compute) {
        var more = copy(stages);
        more.put(stage, new Timing(millis(queue), millis(compute)));
        return new StageTimings(more);
    }

    /** Returns these timings with more time in a stage that may have seen the image before. */
    public StageTimings plus(Stage stage, Duration queue, Duration compute) {
        var before = stages.getOrDefault(stage, new Timing(0, 0));
        return with(stage, queue.plusMillis(before.queueMs()), compute.plusMillis(before.computeMs()));
    }

    private static Map<Stage, Timing> copy(Map<Stage, Timing> stages) {
        var copy = new EnumMap<Stage, Timing>(Stage.class);
        copy.putAll(stages);
        return copy;
    }

    private static long millis(Duration time) {
        return Math.max(0, Math.min(MAX_MS, time.toMillis()));
    }
}
