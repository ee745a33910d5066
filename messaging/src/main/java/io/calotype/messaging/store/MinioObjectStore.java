package io.calotype.messaging.store;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** An {@link ObjectStore} through the MinIO client. */
final class MinioObjectStore implements ObjectStore, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
    private static final String PROBE = "probe";
    private static final String NO_BUCKET = "NoSuchBucket";
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final MinioClient client;
    private final String bucket;
    private final StoreCalls calls;

    /**
     * A bucket.
     *
     * @param giveUpAfter how long one key may fail while others do not
     * @param readPatience how long a read is repeated before its work is postponed
     */
    MinioObjectStore(MinioClient client, String bucket, Duration giveUpAfter, Duration readPatience) {
        this.client = client;
        this.bucket = bucket;
        this.calls = new StoreCalls(this::answersOthers, giveUpAfter, readPatience);
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata) {
        return calls.write(key, () -> {
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
        return calls.read(key, () -> {
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
        return calls.read(key, () -> read(key, limit));
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
        calls.write(key, () -> {
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

    /** Whether the bucket answers, and lets this process read under a key's prefix. */
    private boolean answersOthers(String key) {
        var other = key.substring(0, key.indexOf('/') + 1) + PROBE;
        return isReachable() && isReadable(other);
    }

    private boolean isReadable(String key) {
        try {
            client.statObject(
                    StatObjectArgs.builder().bucket(bucket).object(key).build());
            return true;
        } catch (ErrorResponseException e) {
            return e.response().code() == NOT_FOUND;
        } catch (Exception e) {
            LOG.debugf(e, "key %s does not answer", key);
            return false;
        }
    }

    /** Ends calls that wait for the store. */
    @Override
    public void close() {
        calls.close();
    }

    private static <T> T unless(int expectedStatus, ErrorResponseException e, T answer) throws ErrorResponseException {
        if (e.response().code() == expectedStatus
                && !NO_BUCKET.equals(e.errorResponse().code())) {
            return answer;
        }
        throw e;
    }
}
