package io.calotype.messaging.store;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** A {@link BestEffortStore} through the MinIO client, whose time-outs are the calls'. */
final class MinioBestEffortStore implements BestEffortStore {

    private static final Logger LOG = Logger.getLogger(MinioBestEffortStore.class);
    private static final long NEVER = Long.MIN_VALUE;

    private final MinioBucket bucket;
    private final long pauseNanos;
    private final AtomicLong failedAt = new AtomicLong(NEVER);

    /**
     * A bucket.
     *
     * @param pause how long no call is tried after one that failed
     */
    MinioBestEffortStore(MinioBucket bucket, Duration pause) {
        this.bucket = bucket;
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public Optional<byte[]> get(String key, long limit) {
        return call(key, () -> bucket.get(key, limit));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] bytes, String contentType) {
        return call(key, () -> bucket.putIfAbsent(key, bytes, contentType, Map.of()));
    }

    @Override
    public void put(String key, byte[] bytes, String contentType) {
        call(key, () -> {
            bucket.put(key, bytes, contentType);
            return true;
        });
    }

    private <T> T call(String key, Callable<T> call) {
        long failed = failedAt.get();
        if (failed != NEVER && System.nanoTime() - failed < pauseNanos) {
            throw new StoreUnavailable("the object store failed a moment ago", null);
        }
        try {
            return call.call();
        } catch (ObjectTooLargeException e) {
            throw e;
        } catch (Exception e) {
            failedAt.set(System.nanoTime());
            LOG.warnf("key %s: the work goes on without the object store: %s", key, Fault.describe(e));
            throw new StoreUnavailable("the object store does not answer", e);
        }
    }
}
