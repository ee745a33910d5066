package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import io.minio.MinioClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the process's one {@link ObjectStore} from its settings. */
@ApplicationScoped
class ObjectStoreProducer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Produces
    @Singleton
    MinioObjectStore objectStore(StoreConfig store) {
        var client = MinioClient.builder().endpoint(store.endpoint()).region(store.region());
        store.accessKey()
                .ifPresent(key -> client.credentials(key, store.secretKey().orElse("")));
        var minio = client.build();
        minio.setTimeout(TIMEOUT.toMillis(), TIMEOUT.toMillis(), TIMEOUT.toMillis());
        return new MinioObjectStore(minio, store.bucket());
    }

    void close(@Disposes MinioObjectStore store) {
        store.close();
    }
}
