package io.calotype.embedded.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3IT {

    private static final String KEY = "images/prompt/0.png";

    @TempDir
    Path folder;

    @Test
    void keepsObjectsWithTheirMetadataOverARestart() throws Exception {
        // Given
        try (var s3 = started()) {
            s3.createBucket("pictures");
            put(client(s3), "first");
        }
        // When
        try (var s3 = started()) {
            s3.createBucket("pictures");
            var client = client(s3);
            var stat = client.statObject(
                    StatObjectArgs.builder().bucket("pictures").object(KEY).build());
            // Then
            assertThat(stat.contentType()).isEqualTo("image/png");
            assertThat(stat.userMetadata()).containsEntry("seed", "7");
            assertThat(get(client)).isEqualTo("first");
        }
    }

    @Test
    void sixteenWritersOfOneKeyHaveOneWinner() throws Exception {
        // Given
        try (var s3 = started()) {
            s3.createBucket("pictures");
            var client = client(s3);
            var writers = Executors.newFixedThreadPool(16);
            // When
            var attempts = writers.invokeAll(IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<Integer>) () -> put(client, "writer " + i))
                    .toList());
            writers.shutdown();
            // Then
            var statuses = attempts.stream().map(EmbeddedS3IT::result).toList();
            assertThat(statuses).containsOnlyOnce(200).allMatch(s -> s == 200 || s == 412);
            assertThat(get(client)).startsWith("writer ");
        }
    }

    private static int result(Future<Integer> attempt) {
        try {
            return attempt.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private EmbeddedS3 started() {
        return EmbeddedS3.start(folder, 0, "calotype", "calotype-secret");
    }

    private static MinioClient client(EmbeddedS3 s3) {
        return MinioClient.builder()
                .endpoint(s3.endpoint().toString())
                .credentials("calotype", "calotype-secret")
                .region("us-east-1")
                .build();
    }

    private static int put(MinioClient client, String text) throws Exception {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            client.putObject(PutObjectArgs.builder()
                    .bucket("pictures")
                    .object(KEY)
                    .contentType("image/png")
                    .userMetadata(Map.of("seed", "7"))
                    .headers(Map.of("If-None-Match", "*"))
                    .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build());
            return 200;
        } catch (ErrorResponseException e) {
            return e.response().code();
        }
    }

    private static String get(MinioClient client) throws Exception {
        try (var stream = client.getObject(
                GetObjectArgs.builder().bucket("pictures").object(KEY).build())) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
