package io.calotype.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.messaging.config.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputStoreIT {

    private static final String KEY = "inputs/a.png";

    @TempDir
    Path folder;

    private EmbeddedS3 server;
    private InputStore store;

    @BeforeEach
    void start() {
        server = EmbeddedS3.start(folder, 0, "access", "secret");
        server.createBucket("calotype");
        store = new InputStore(new Bucket(new Settings(server.endpoint().toString())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPictureThatIsUploadedAgainIsRenewedBeforeTheBucketRemovesIt() throws IOException {
        // Given
        keep();
        age(Duration.ofDays(16));
        // When
        keep();
        // Then
        assertThat(written()).isAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    @Test
    void aRecentPictureIsNotWrittenAgain() throws IOException {
        // Given
        keep();
        age(Duration.ofDays(3));
        // When
        keep();
        // Then
        assertThat(written()).isBefore(Instant.now().minus(Duration.ofDays(2)));
    }

    private void keep() {
        store.keep(KEY, "image/png", Bytes.of(new byte[] {1, 2, 3}));
    }

    private void age(Duration age) throws IOException {
        Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(age)));
    }

    private Instant written() throws IOException {
        return Files.getLastModifiedTime(file()).toInstant();
    }

    private Path file() {
        return folder.resolve("calotype").resolve(KEY);
    }

    private record Settings(String endpoint) implements StoreConfig {
        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public String bucket() {
            return "calotype";
        }

        @Override
        public Optional<String> accessKey() {
            return Optional.of("access");
        }

        @Override
        public Optional<String> secretKey() {
            return Optional.of("secret");
        }

        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofSeconds(10);
        }
    }
}
