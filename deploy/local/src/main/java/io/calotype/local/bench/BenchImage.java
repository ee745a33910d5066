package io.calotype.local.bench;

import io.calotype.contracts.event.StageTimings;
import java.time.Duration;

/**
 * One image that was completed.
 *
 * @param took from the time when its prompt was due to be sent until its terminal event was read
 * @param timings of the stages
 */
record BenchImage(Duration took, StageTimings timings) {

    /** Returns what is left of the latency without the stages' own work: queues, Kafka, and the object store. */
    Duration added() {
        long computed = timings.stages().values().stream()
                .mapToLong(StageTimings.Timing::computeMs)
                .sum();
        return took.minusMillis(computed);
    }
}
