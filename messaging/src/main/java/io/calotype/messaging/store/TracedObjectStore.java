package io.calotype.messaging.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** An {@link ObjectStore} whose calls are spans, with all their repetitions, where the current trace has one. */
final class TracedObjectStore implements ObjectStore, AutoCloseable {

    private final MinioObjectStore store;
    private final Tracer tracer;

    TracedObjectStore(MinioObjectStore store, Tracer tracer) {
        this.store = store;
        this.tracer = tracer;
    }

    @Override
    public String bucket() {
        return store.bucket();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata) {
        return traced(ObjectOperation.PUT.right(), key, () -> store.putIfAbsent(key, bytes, contentType, userMetadata));
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return traced("HeadObject", key, () -> store.stat(key));
    }

    @Override
    public Optional<byte[]> get(String key, long limit) {
        return traced(ObjectOperation.GET.right(), key, () -> store.get(key, limit));
    }

    @Override
    public List<String> list(String prefix) {
        return traced("ListObjectsV2", prefix, () -> store.list(prefix));
    }

    @Override
    public void delete(String key) {
        traced(ObjectOperation.DELETE.right(), key, () -> {
            store.delete(key);
            return key;
        });
    }

    @Override
    public boolean isReachable() {
        return store.isReachable();
    }

    @Override
    public Set<String> missingRights() {
        return store.missingRights();
    }

    private <T> T traced(String method, String key, Supplier<T> call) {
        if (!Span.current().isRecording()) {
            return call.get();
        }
        var span = tracer.spanBuilder("S3." + method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("rpc.system", "aws-api")
                .setAttribute("rpc.service", "S3")
                .setAttribute("rpc.method", method)
                .setAttribute("aws.s3.bucket", store.bucket())
                .setAttribute("aws.s3.key", key)
                .startSpan();
        try {
            return call.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR)
                    .setAttribute("error.type", e.getClass().getName());
            throw e;
        } finally {
            span.end();
        }
    }

    /** Ends calls that wait for the store. */
    @Override
    public void close() {
        store.close();
    }
}
