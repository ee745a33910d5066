package io.calotype.stage.telemetry;

import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes the span of each record's work, in the trace that the record names, with OpenTelemetry's attributes for messages. */
@ApplicationScoped
public class StageTracer {

    private static final String OUTCOME = "calotype.outcome";
    private static final Pattern INDEX = Pattern.compile("/[0-9]+$");

    private final Tracer tracer;
    private final String spanName;
    private final String model;

    StageTracer(OpenTelemetry openTelemetry, StageConfig config) {
        this.tracer = openTelemetry.getTracer("io.calotype");
        this.spanName = config.stage().jsonName();
        this.model = config.model();
    }

    /** Starts the span of a record, with the id of its prompt or image where the record's key is one. */
    public StageSpan start(ReceivedRecord record) {
        var builder = tracer.spanBuilder(spanName)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(record.trace())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute("calotype.model", model);
        var key = record.key();
        if (key != null && ImageId.isPromptId(INDEX.matcher(key).replaceFirst(""))) {
            builder.setAttribute("messaging.kafka.message.key", key);
        }
        var span = builder.startSpan();
        return new StageSpan(span, record.trace().with(span));
    }

    /** Says in a record's span what its work came to. */
    public static void note(Context trace, Outcome outcome) {
        var span = Span.fromContext(trace).setAttribute(OUTCOME, outcome.name().toLowerCase(Locale.ROOT));
        if (outcome != Outcome.DONE) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** A running span and the context of everything it causes. */
    public record StageSpan(Span span, Context context) {
        /** Ends the span. */
        public void end() {
            span.end();
        }
    }
}
