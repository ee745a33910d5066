package io.calotype.messaging.kafka;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** W3C {@code traceparent} and {@code tracestate} in record headers. */
public final class TraceHeaders {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    /** The trace that a record belongs to; the root context if it names none. */
    public static Context extract(Headers headers) {
        return W3C.extract(Context.root(), headers, Getter.INSTANCE);
    }

    /** Names a trace in the headers of a record to send. */
    public static void inject(Context trace, Headers headers) {
        W3C.inject(trace, headers, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private enum Getter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            var keys = new ArrayList<String>();
            headers.forEach(header -> keys.add(header.key()));
            return keys;
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            var header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
