package io.calotype.stage.messaging;

import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.telemetry.StageMetrics;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.calotype.stage.telemetry.StageTracer;
import io.calotype.stage.telemetry.StageTracer.StageSpan;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Metrics and traces of incoming records. */
@ApplicationScoped
class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final StageMetrics metrics;
    private final StageTracer tracer;
    private final DeadLetters letters;

    Arrivals(StageMetrics metrics, StageTracer tracer, DeadLetters letters) {
        this.metrics = metrics;
        this.tracer = tracer;
        this.letters = letters;
    }

    /** The message, with a dead letter assured if it is refused. */
    Message<byte[]> refusable(Message<byte[]> message, ReceivedRecord record) {
        return letters.assured(message, record);
    }

    /** Counts and logs a record that could be neither acknowledged nor refused: its partition's offset stays until a restart. */
    void unacknowledged(ReceivedRecord record, Throwable failure) {
        metrics.count(Outcome.UNACKNOWLEDGED);
        LOG.errorf(failure, "record %s stays unacknowledged", record.position());
    }

    /** Starts counting the records in work. */
    void watch(Admission admission) {
        metrics.gaugeInFlight(admission, Admission::taken);
    }

    /** Counts a record and starts its span. */
    StageSpan note(ReceivedRecord record) {
        metrics.received(record.value().length, record.timestamp());
        return tracer.start(record);
    }
}
