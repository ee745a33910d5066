package io.calotype.diffusion.telemetry;

import io.calotype.diffusion.batching.RunningImage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/**
 * Makes a span of each call of the model. Its images belong to different traces, so it has a trace of its own, with a link to the
 * span of each image, which has a link to the call.
 */
@ApplicationScoped
class BatchTracer {

    private final Tracer tracer;

    BatchTracer(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("io.calotype");
    }

    /** Makes the span of a call that has just ended, if the trace of one of its images is collected. */
    void called(List<RunningImage> images, int rows, long nanos) {
        for (int i = 0; i < images.size(); i++) { // an iterator would be allocated at each step
            if (Span.fromContext(images.get(i).trace()).isRecording()) {
                trace(images, rows, nanos);
                return;
            }
        }
    }

    private void trace(List<RunningImage> images, int rows, long nanos) {
        var end = Instant.now();
        var builder = tracer.spanBuilder("model call")
                .setNoParent()
                .setStartTimestamp(end.minusNanos(nanos))
                .setAttribute("calotype.batch.images", images.size())
                .setAttribute("calotype.batch.rows", rows);
        images.forEach(image -> builder.addLink(context(image)));
        var call = builder.startSpan();
        images.forEach(image -> Span.fromContext(image.trace()).addLink(call.getSpanContext()));
        call.end(end);
    }

    private static SpanContext context(RunningImage image) {
        return Span.fromContext(image.trace()).getSpanContext();
    }
}
