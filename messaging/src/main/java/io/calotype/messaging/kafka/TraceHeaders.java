package io.calotype.messaging.kafka;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
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

    /** Returns what names a trace, by the names of the headers. */
    public static Map<String, String> toMap(Context trace) {
        var named = new HashMap<String, String>();
        W3C.inject(trace, named, (carrier, name, value) -> named.put(name, value));
        return Map.copyOf(named);
    }

    /** Returns the trace that a map names; the root context if it names none. */
    public static Context ofMap(Map<String, String> named) {
        var headers = new RecordHeaders();
        named.forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return extract(headers);
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
