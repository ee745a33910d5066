package io.calotype.messaging.store;

import io.calotype.messaging.config.StoreConfig;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes the process's {@link ObjectStore}, {@link BestEffortStore} and {@link StoredFiles} from its settings. */
@ApplicationScoped
class ObjectStoreProducer {

    private static final Duration TIMEOUT = Duration.ofSeconds(10); // to connect, and between two bytes
    private static final Duration READ_PATIENCE = Duration.ofSeconds(2);

    // Of a store whose answer is not needed.
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(30);

    @Produces
    @Singleton
    TracedObjectStore objectStore(StoreConfig store, OpenTelemetry telemetry) {
        var client = MinioConnection.to(store, TIMEOUT, TIMEOUT, store.callTimeout());
        var calls = new MinioObjectStore(client, store.bucket(), store.giveUpAfter(), READ_PATIENCE);
        return new TracedObjectStore(calls, telemetry.getTracer("io.calotype"));
    }

    @Produces
    @Singleton
    BestEffortStore bestEffortStore(StoreConfig store) {
        var client = MinioConnection.to(store, CONNECT, ANSWER, CALL);
        return new MinioBestEffortStore(new MinioBucket(client, store.bucket()), PAUSE);
    }

    @Produces
    @Singleton
    MinioStoredFiles storedFiles(StoreConfig store) {
        var client = MinioConnection.to(store, TIMEOUT, TIMEOUT, Duration.ZERO);
        var calls = new StoreCalls(key -> false, store.giveUpAfter(), READ_PATIENCE);
        return new MinioStoredFiles(new MinioBucket(client, store.bucket()), calls);
    }

    void close(@Disposes MinioStoredFiles files) {
        files.close();
    }

    void close(@Disposes TracedObjectStore store) {
        store.close();
    }
}
