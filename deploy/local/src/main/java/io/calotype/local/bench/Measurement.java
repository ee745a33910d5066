package io.calotype.local.bench;

import io.calotype.contracts.stage.Stage;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What one load showed. */
final class Measurement {

    private final String name;
    private final Latencies took = new Latencies();
    private final Latencies added = new Latencies();
    private final Map<Stage, Latencies> queues = new EnumMap<>(Stage.class);
    private final Map<Stage, Latencies> computes = new EnumMap<>(Stage.class);
    private int images;
    private Duration time = Duration.ZERO;

    Measurement(String name) {
        this.name = name;
    }

    void add(BenchImage image) {
        images++;
        took.add(image.took());
        added.add(image.added());
        image.timings().stages().forEach((stage, timing) -> {
            of(queues, stage).add(Duration.ofMillis(timing.queueMs()));
            of(computes, stage).add(Duration.ofMillis(timing.computeMs()));
        });
    }

    void finish(Duration time) {
        this.time = time;
    }

    String name() {
        return name;
    }

    int images() {
        return images;
    }

    double imagesPerSecond() {
        return images / (time.toNanos() / 1e9);
    }

    /** From the time a prompt was due until its end was read. */
    Latencies took() {
        return took;
    }

    /** The same without the stages' own work. */
    Latencies added() {
        return added;
    }

    /** The stages that the images went through, in their order. */
    Set<Stage> stages() {
        return Collections.unmodifiableSet(queues.keySet());
    }

    /** From a stage's record until it was begun. */
    Latencies queue(Stage stage) {
        return of(queues, stage);
    }

    /** A stage's own work. */
    Latencies compute(Stage stage) {
        return of(computes, stage);
    }

    private static Latencies of(Map<Stage, Latencies> all, Stage stage) {
        return all.computeIfAbsent(stage, absent -> new Latencies());
    }
}
