package io.calotype.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.messaging.lifecycle.GivenBack;
import io.minio.MinioClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinioObjectStoreIT {

    private static final String KEY = "images/apple-7/0.png";

    @TempDir
    Path folder;

    private EmbeddedS3 server;
    private MinioObjectStore store;

    @BeforeEach
    void start() {
        server = EmbeddedS3.start(folder, 0, "access", "secret");
        server.createBucket("calotype");
        store = storeAt(server.endpoint());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void theFirstWriterOfAKeyWins() {
        // Given
        var first = store.putIfAbsent(KEY, new byte[] {1, 2, 3}, "image/png", Map.of("sha256", "abc"));
        // When
        var second = store.putIfAbsent(KEY, new byte[] {4}, "image/png", Map.of());
        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(store.get(KEY, 3)).hasValue(new byte[] {1, 2, 3});
        assertThat(store.stat(KEY)).hasValue(new StoredObject(KEY, 3, "image/png", Map.of("sha256", "abc")));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(store.stat(KEY)).isEmpty();
        assertThat(store.get(KEY, 10)).isEmpty();
        store.delete(KEY);
    }

    @Test
    void readsNoMoreThanItIsAllowed() {
        // Given
        store.putIfAbsent(KEY, new byte[11], "image/png", Map.of());
        // Then
        assertThatExceptionOfType(ObjectTooLargeException.class)
                .isThrownBy(() -> store.get(KEY, 10))
                .withMessageContaining(KEY)
                .withMessageContaining("11 bytes");
    }

    @Test
    void waitsForAServerThatIsAway() throws Exception {
        // Given
        var endpoint = server.endpoint();
        server.close();
        assertThat(store.isReachable()).isFalse();
        // When
        var stored = putMeanwhile();
        server = EmbeddedS3.start(folder, endpoint.getPort(), "access", "secret");
        // Then
        assertThat(stored.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.isReachable()).isTrue();
    }

    @Test
    void givesTheWorkBackWhenTheProcessStops() {
        // Given
        server.close();
        var stored = putMeanwhile();
        // When
        store.close();
        // Then
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> stored.get(30, TimeUnit.SECONDS))
                .withCauseInstanceOf(GivenBack.class);
        server = EmbeddedS3.start(folder, 0, "access", "secret");
    }

    /** On a thread of its own: those of the common pool may still carry the class loader of an earlier test's application. */
    private CompletableFuture<Boolean> putMeanwhile() {
        return CompletableFuture.supplyAsync(
                () -> store.putIfAbsent(KEY, new byte[] {1}, "image/png", Map.of()), task -> new Thread(task).start());
    }

    private static MinioObjectStore storeAt(URI endpoint) {
        var client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region("us-east-1")
                .credentials("access", "secret")
                .build();
        return new MinioObjectStore(client, "calotype", Duration.ofSeconds(3), Duration.ofSeconds(2));
    }
}
