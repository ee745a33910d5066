package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import io.minio.MinioClient;
import java.time.Duration;

/** Makes clients of the object store that the settings name. */
public final class MinioConnection {
    private MinioConnection() {}

    /**
     * Makes a client; it connects at its first call.
     *
     * @param connect longest wait for a connection
     * @param answer longest wait for each read and each write
     */
    public static MinioClient to(StoreConfig store, Duration connect, Duration answer) {
        var builder = MinioClient.builder().endpoint(store.endpoint()).region(store.region());
        store.accessKey()
                .ifPresent(key -> builder.credentials(key, store.secretKey().orElse("")));
        var client = builder.build();
        client.setTimeout(connect.toMillis(), answer.toMillis(), answer.toMillis());
        return client;
    }
}
