package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the process's one {@link ObjectStore} from its settings. */
@ApplicationScoped
class ObjectStoreProducer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10); // to connect, and between two bytes
    private static final Duration READ_PATIENCE = Duration.ofSeconds(2);

    @Produces
    @Singleton
    MinioObjectStore objectStore(StoreConfig store) {
        var client = MinioConnection.to(store, TIMEOUT, TIMEOUT, store.callTimeout());
        return new MinioObjectStore(client, store.bucket(), store.giveUpAfter(), READ_PATIENCE);
    }

    void close(@Disposes MinioObjectStore store) {
        store.close();
    }
}
