package io.calotype.stage.telemetry;

import io.calotype.stage.config.StageConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the span of each record's work, a child of the prompt's own trace. */
@ApplicationScoped
public class StageTracer {

    private final Tracer tracer;
    private final String spanName;

    StageTracer(OpenTelemetry openTelemetry, StageConfig config) {
        this.tracer = openTelemetry.getTracer("io.calotype");
        this.spanName = "calotype " + config.stage().jsonName();
    }

    /** Starts the span of a record at {@code topic-partition-offset}. */
    public StageSpan start(String position, Context parent) {
        var span = tracer.spanBuilder(spanName)
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("calotype.record", position)
                .startSpan();
        return new StageSpan(span, parent.with(span));
    }

    /** A running span and the context of everything it causes. */
    public record StageSpan(Span span, Context context) {
        /** Ends the span. */
        public void end() {
            span.end();
        }
    }
}
