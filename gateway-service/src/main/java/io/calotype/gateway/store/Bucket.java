package io.calotype.gateway.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.store.MinioConnection;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.errors.ErrorResponseException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The bucket, for those who cannot wait: a call that the store does not answer in a few seconds is {@link StoreAway}.
 *
 * <p>The stages' object store tries until it has an answer, but here somebody waits for one.
 */
@ApplicationScoped
class Bucket {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private static final int FORBIDDEN = 403;
    private static final int NEVER = 0;

    private final MinioClient client;
    private final String name;

    Bucket(StoreConfig store) {
        client = MinioConnection.to(store, CONNECT, ANSWER, Duration.ZERO);
        name = store.bucket();
    }

    MinioClient client() {
        return client;
    }

    String name() {
        return name;
    }

    /** The keys that begin with a prefix that few keys have. */
    List<String> below(String prefix) {
        return call(ObjectOperation.LIST, prefix, () -> {
            var args = ListObjectsArgs.builder().bucket(name).prefix(prefix).recursive(true);
            var keys = new ArrayList<String>();
            for (var object : client.listObjects(args.build())) {
                keys.add(object.get().objectName());
            }
            return List.copyOf(keys);
        });
    }

    /** The answer of a call. */
    <T> T call(ObjectOperation right, String key, Callable<T> call) {
        return unless(NEVER, right, key, call).orElseThrow();
    }

    /**
     * The answer of a call; empty when the store answers with the status that means there is none.
     *
     * @param right that the call needs
     */
    <T> Optional<T> unless(int status, ObjectOperation right, String key, Callable<T> call) {
        try {
            return Optional.of(call.call());
        } catch (ErrorResponseException e) {
            if (e.response().code() == status) {
                return Optional.empty();
            }
            throw e.response().code() == FORBIDDEN ? StoreAway.denied(right, key, e) : new StoreAway(key, e);
        } catch (Exception e) {
            throw new StoreAway(key, e);
        }
    }
}
