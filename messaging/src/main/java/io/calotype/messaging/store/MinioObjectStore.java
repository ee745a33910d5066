package io.calotype.messaging.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.minio.MinioClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** An {@link ObjectStore} through the MinIO client. */
final class MinioObjectStore implements ObjectStore, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MinioObjectStore.class);
    private static final String PROBE = "probe";

    private final MinioBucket bucket;
    private final StoreCalls calls;

    /**
     * A bucket.
     *
     * @param giveUpAfter how long one key may fail while others do not
     * @param readPatience how long a read is repeated before its work is postponed
     */
    MinioObjectStore(MinioClient client, String bucket, Duration giveUpAfter, Duration readPatience) {
        this.bucket = new MinioBucket(client, bucket);
        this.calls = new StoreCalls(this::answersOthers, giveUpAfter, readPatience);
    }

    @Override
    public String bucket() {
        return bucket.name();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType, Map<String, String> userMetadata) {
        return calls.write(ObjectOperation.PUT, key, () -> bucket.putIfAbsent(key, bytes, contentType, userMetadata));
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return calls.read(key, () -> bucket.stat(key));
    }

    @Override
    public Optional<byte[]> get(String key, long limit) {
        return calls.read(key, () -> bucket.get(key, limit));
    }

    @Override
    public List<String> list(String prefix) {
        return calls.list(prefix, () -> bucket.list(prefix));
    }

    @Override
    public void delete(String key) {
        calls.write(ObjectOperation.DELETE, key, () -> {
            bucket.delete(key);
            return true;
        });
    }

    @Override
    public boolean isReachable() {
        try {
            boolean exists = bucket.exists();
            calls.missing().granted(ObjectOperation.LIST, "");
            return exists;
        } catch (Exception e) {
            LOG.debugf(e, "bucket %s does not answer", bucket.name());
            calls.missing().note(Fault.of(e), ObjectOperation.LIST, "");
            return false;
        }
    }

    @Override
    public Set<String> missingRights() {
        return calls.missing().all();
    }

    /** Whether the bucket answers, and lets this process read under a key's prefix. */
    private boolean answersOthers(String key) {
        var other = key.substring(0, key.indexOf('/') + 1) + PROBE;
        return isReachable() && isReadable(other);
    }

    private boolean isReadable(String key) {
        try {
            bucket.stat(key);
            return true;
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
}
