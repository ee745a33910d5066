package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import io.minio.MinioClient;
import io.minio.http.HttpUtils;
import java.time.Duration;
import java.util.List;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Makes clients of the object store that the settings name. */
public final class MinioConnection {
    private static final String CLEAR_TEXT = "http:";

    private MinioConnection() {}

    /**
     * Makes a client; it connects at its first call.
     *
     * @param connect longest wait for a connection
     * @param answer longest wait for each read and each write
     * @param call longest time for a call in all, zero for no limit
     */
    public static MinioClient to(StoreConfig store, Duration connect, Duration answer, Duration call) {
        var builder = MinioClient.builder()
                .endpoint(store.endpoint())
                .region(store.region())
                .httpClient(http(store, connect, answer, call));
        store.accessKey()
                .ifPresent(key -> builder.credentials(key, store.secretKey().orElse("")));
        return builder.build();
    }

    static OkHttpClient http(StoreConfig store, Duration connect, Duration answer, Duration call) {
        return transport(store)
                .socketFactory(new NoDelaySockets())
                .connectTimeout(connect)
                .readTimeout(answer)
                .writeTimeout(answer)
                .callTimeout(call)
                .build();
    }

    /** Reading the certificates that this machine trusts takes a tenth of a second: only for TLS. */
    private static OkHttpClient.Builder transport(StoreConfig store) {
        if (store.endpoint().regionMatches(true, 0, CLEAR_TEXT, 0, CLEAR_TEXT.length())) {
            return new OkHttpClient.Builder()
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        return HttpUtils.newDefaultHttpClient(0, 0, 0).newBuilder();
    }
}
