package io.calotype.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that is not needed costs one call, and then none for a while. */
@Timeout(20)
class BestEffortStoreTest {

    private static final String KEY = "embeddings/a";

    private OddServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OddServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void anObjectMayBeThereOrNot() {
        // Given
        var store = store(Duration.ofMinutes(1));
        server.answers.put("embeddings/there", "412 PreconditionFailed");
        server.answers.put("embeddings/new", "200 -");

        // Then
        assertThat(store.get(KEY, 10)).isEmpty();
        assertThat(store.putIfAbsent("embeddings/there", new byte[1], "a/b")).isFalse();
        assertThat(store.putIfAbsent("embeddings/new", new byte[1], "a/b")).isTrue();
    }

    @Test
    void afterAFailureTheStoreIsLeftAlone() {
        // Given
        var store = store(Duration.ofMinutes(1));
        server.answers.put(KEY, "403 AccessDenied");

        // Then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.putIfAbsent(KEY, new byte[1], "a/b"));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.get(KEY, 10));
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.put("other", new byte[1], "a/b"));
        assertThat(server.calls).containsOnlyKeys(KEY).containsEntry(KEY, 1);
    }

    @Test
    void afterAWhileItIsAskedAgain() {
        // Given
        var store = store(Duration.ZERO);
        server.answers.put(KEY, "500 InternalError");
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.get(KEY, 10));

        // When
        server.answers.remove(KEY);

        // Then
        assertThat(store.get(KEY, 10)).isEmpty();
    }

    @Test
    void aStoreThatAnswersSlowlyIsNotWaitedFor() {
        // Given
        var client = server.client(Duration.ofMillis(300));
        var store = new MinioBestEffortStore(new MinioBucket(client, "calotype"), Duration.ofMinutes(1));
        server.slow.add(KEY);

        // Then
        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> store.get(KEY, 10));
    }

    private BestEffortStore store(Duration pause) {
        return new MinioBestEffortStore(new MinioBucket(server.client(), "calotype"), pause);
    }
}
