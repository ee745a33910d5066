package io.calotype.stage.messaging;

import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.telemetry.StageMetrics;
import io.calotype.stage.telemetry.StageTracer;
import io.calotype.stage.telemetry.StageTracer.StageSpan;
import jakarta.enterprise.context.ApplicationScoped;

/** Metrics and traces of incoming records. */
@ApplicationScoped
class Arrivals {

    private final StageMetrics metrics;
    private final StageTracer tracer;

    Arrivals(StageMetrics metrics, StageTracer tracer) {
        this.metrics = metrics;
        this.tracer = tracer;
    }

    /** Starts counting the records in work. */
    void watch(Admission admission) {
        metrics.gaugeInFlight(admission, Admission::taken);
    }

    /** Counts a record and starts its span. */
    StageSpan note(ReceivedRecord record) {
        metrics.received(record.value().length, record.timestamp());
        return tracer.start(record.position(), record.trace());
    }
}
