package io.calotype.stage.telemetry;

import io.calotype.stage.config.StageConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of every stage, each tagged with {@code stage}.
 *
 * <ul>
 *   <li>{@code calotype.stage.records}: records by {@code outcome}
 *   <li>{@code calotype.stage.queue.wait}: from when a record was written until its work starts
 *   <li>{@code calotype.stage.compute}: a record's own computing time
 *   <li>{@code calotype.stage.received.bytes}, {@code calotype.stage.sent.bytes}: sizes of record values
 *   <li>{@code calotype.stage.in.flight}: records in work
 * </ul>
 */
@Startup
@ApplicationScoped
public class StageMetrics {

    /** The outcome of a record. */
    public enum Outcome {
        /** Its effects are durable. */
        DONE,
        /** Its image failed. */
        REFUSED,
        /** It is a dead letter. */
        UNREADABLE,
        /** Its work was abandoned because the process stops; it will be read again. */
        GIVEN_BACK,
        /** Neither its effect nor its dead letter could be written: its partition's offset stays until a restart. */
        UNACKNOWLEDGED,
        /** Its topic deleted it before it was read. */
        LOST
    }

    private final MeterRegistry registry;
    private final String stage;
    private final Map<Outcome, Counter> records = new EnumMap<>(Outcome.class);
    private final Timer queueWait;
    private final Timer compute;
    private final DistributionSummary received;
    private final DistributionSummary sent;

    StageMetrics(MeterRegistry registry, StageConfig config) {
        this.registry = registry;
        this.stage = config.stage().jsonName();
        for (var outcome : Outcome.values()) {
            var name = outcome.name().toLowerCase(Locale.ROOT);
            records.put(outcome, registry.counter("calotype.stage.records", "stage", stage, "outcome", name));
        }
        this.queueWait = registry.timer("calotype.stage.queue.wait", "stage", stage);
        this.compute = registry.timer("calotype.stage.compute", "stage", stage);
        this.received = bytes("calotype.stage.received.bytes");
        this.sent = bytes("calotype.stage.sent.bytes");
    }

    private DistributionSummary bytes(String name) {
        return DistributionSummary.builder(name)
                .baseUnit("bytes")
                .tag("stage", stage)
                .register(registry);
    }

    /** Counts a record that was admitted. */
    public void received(int bytes, Instant written) {
        received.record(bytes);
        var waited = Duration.between(written, Instant.now());
        queueWait.record(waited.isNegative() ? Duration.ZERO : waited);
    }

    /** Counts a record's outcome. */
    public void count(Outcome outcome) {
        var counter = records.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Counts records that a topic deleted before they were read. */
    public void lost(long count) {
        var counter = records.get(Outcome.LOST);
        if (counter != null) {
            counter.increment((double) count);
        }
    }

    /** Counts a record's own computing time. */
    public void computed(Duration time) {
        compute.record(time);
    }

    /** Counts a tensor record that was sent. */
    public void sent(int bytes) {
        sent.record(bytes);
    }

    /** Registers the number of records in work. */
    public <T> void gaugeInFlight(T source, ToDoubleFunction<T> count) {
        Gauge.builder("calotype.stage.in.flight", source, count)
                .tag("stage", stage)
                .strongReference(true)
                .register(registry);
    }
}
