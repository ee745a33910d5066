package io.calotype.messaging.store;

import io.calotype.messaging.lifecycle.GivenBack;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** An {@link ObjectStore} through the MinIO client. */
final class MinioObjectStore implements ObjectStore, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final MinioClient client;
    private final String bucket;
    private volatile boolean closed;

    MinioObjectStore(MinioClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata) {
        return untilAnswered(key, () -> {
            try {
                client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).stream(
                                new ByteArrayInputStream(bytes), bytes.length, -1)
                        .contentType(contentType)
                        .userMetadata(userMetadata)
                        .headers(Map.of("If-None-Match", "*"))
                        .build());
                return true;
            } catch (ErrorResponseException e) {
                return unless(PRECONDITION_FAILED, e, false);
            }
        });
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return untilAnswered(key, () -> {
            try {
                var stat = client.statObject(
                        StatObjectArgs.builder().bucket(bucket).object(key).build());
                return Optional.of(new StoredObject(key, stat.size(), stat.contentType(), stat.userMetadata()));
            } catch (ErrorResponseException e) {
                return unless(NOT_FOUND, e, Optional.empty());
            }
        });
    }

    @Override
    public Optional<byte[]> get(String key, long limit) {
        return untilAnswered(key, () -> read(key, limit));
    }

    private Optional<byte[]> read(String key, long limit) throws Exception {
        var args = GetObjectArgs.builder().bucket(bucket).object(key).build();
        try (var object = client.getObject(args)) {
            var declared = object.headers().get("Content-Length");
            long size = declared == null ? 0 : Long.parseLong(declared);
            var bytes = size > limit ? new byte[0] : object.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE));
            if (Math.max(size, bytes.length) > limit) {
                throw new ObjectTooLargeException(key, Math.max(size, bytes.length), limit);
            }
            return Optional.of(bytes);
        } catch (ErrorResponseException e) {
            return unless(NOT_FOUND, e, Optional.empty());
        }
    }

    @Override
    public void delete(String key) {
        untilAnswered(key, () -> {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
            return true;
        });
    }

    @Override
    public boolean isReachable() {
        try {
            return client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
        } catch (Exception e) {
            LOG.debugf(e, "bucket %s does not answer", bucket);
            return false;
        }
    }

    /** Lets calls that wait for the store give up. */
    @Override
    public void close() {
        closed = true;
    }

    private <T> T untilAnswered(String key, Callable<T> call) {
        return Uni.createFrom()
                .item(() -> callOnce(key, call))
                .onFailure(StoreUnavailableException.class)
                .invoke(e -> LOG.warnf("object store does not answer, key %s: %s", key, e.getMessage()))
                .onFailure(e -> e instanceof StoreUnavailableException && !closed)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely()
                .onFailure(StoreUnavailableException.class)
                .transform(e -> new GivenBack("stopped while waiting for the object store, key " + key, e))
                .await()
                .indefinitely();
    }

    private static <T> T callOnce(String key, Callable<T> call) {
        try {
            return call.call();
        } catch (ObjectTooLargeException e) {
            throw e;
        } catch (Exception e) {
            throw new StoreUnavailableException(key, e);
        }
    }

    private static <T> T unless(int expectedStatus, ErrorResponseException e, T answer) throws ErrorResponseException {
        if (e.response().code() == expectedStatus) {
            return answer;
        }
        throw e;
    }
}
