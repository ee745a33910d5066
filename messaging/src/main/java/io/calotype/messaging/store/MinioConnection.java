package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import io.minio.MinioClient;
import io.minio.http.HttpUtils;
import java.time.Duration;

/** Makes clients of the object store that the settings name. */
public final class MinioConnection {
    private MinioConnection() {}

    /**
     * Makes a client; it connects at its first call.
     *
     * @param connect longest wait for a connection
     * @param answer longest wait for each read and each write
     * @param call longest time for a call in all, zero for no limit
     */
    public static MinioClient to(StoreConfig store, Duration connect, Duration answer, Duration call) {
        var http = HttpUtils.newDefaultHttpClient(connect.toMillis(), answer.toMillis(), answer.toMillis())
                .newBuilder()
                .callTimeout(call)
                .build();
        var builder = MinioClient.builder()
                .endpoint(store.endpoint())
                .region(store.region())
                .httpClient(http);
        store.accessKey()
                .ifPresent(key -> builder.credentials(key, store.secretKey().orElse("")));
        return builder.build();
    }
}
