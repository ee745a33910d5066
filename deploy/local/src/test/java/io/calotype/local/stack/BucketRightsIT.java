package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.bucket.BucketAccess;
import io.calotype.contracts.topic.Topics;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each service has keys of its own to an object store that enforces their policies.
 *
 * <p>Runs where {@code CALOTYPE_VERSITYGW} names the program of such a server.
 */
@EnabledIfEnvironmentVariable(named = EnforcingStore.PROGRAM, matches = ".+")
class BucketRightsIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PROMPT = "{\"prompt\":\"a red apple\",\"steps\":3,\"width\":64,\"height\":64%s}";
    /** Small tensors and quick embeddings go through the store too. */
    private static final Map<String, String> ALL_THROUGH_THE_STORE =
            Map.of("CALOTYPE_INLINE_LIMIT", "0", "CALOTYPE_ENCODER_SHARED_EMBEDDINGS_FROM", "0s");

    @TempDir
    Path folder;

    @Test
    void aMissingRightIsNamedAndWithAllOfThemPicturesAreMadeAndErased() throws Exception {
        try (var store = EnforcingStore.start(folder.resolve("store"));
                var services = OwnServices.on(folder);
                var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var producer = new OutsideProducer(services.kafka())) {
            // Given
            store.grant((user, right) ->
                    List.of("decoder", "gateway").contains(user.name()) && right.equals("s3:PutObject"));
            BucketAccess.all()
                    .forEach(user -> services.start(user.name(), store.address(user.name()), ALL_THROUGH_THE_STORE));
            services.awaitReady();

            // When
            producer.binary("rights-1", PROMPT.formatted(""));

            // Then
            await().atMost(LIMIT).untilAsserted(() -> assertThat(services.get("decoder", "/q/health/ready"))
                    .contains("\"PutObject images/*\": \"is missing\""));
            assertThat(upload(services).body()).contains("the object store denies the gateway PutObject inputs/*");

            // When
            store.grant((user, right) -> false);

            // Then
            reader.awaitImages(1, LIMIT, "rights-1/");
            var input = upload(services);
            assertThat(input.statusCode()).isEqualTo(201);
            var key = input.body().replaceAll("(?s).*\"key\" *: *\"([^\"]+)\".*", "$1");
            producer.binary("rights-2", PROMPT.formatted(",\"image\":\"" + key + "\",\"strength\":0.8"));
            reader.awaitImages(1, LIMIT, "rights-2/");
            var erased = services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/images/rights-1/0"))
                    .DELETE());
            assertThat(erased.statusCode()).isEqualTo(200);
            assertThat(services.get("decoder", "/q/health/ready")).doesNotContain("is missing");
            assertThat(new Bucket(store.root()).allKeys())
                    .noneMatch(stored -> stored.startsWith("claims/"))
                    .anyMatch(stored -> stored.startsWith("images/rights-2/"));
        }
        assertThat(logs()).doesNotContain("embeddings/");
    }

    private HttpResponse<String> upload(OwnServices services) throws Exception {
        var picture = BodyPublishers.ofFile(Shell.ROOT.resolve("docs/images/pictures.png"));
        return services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/inputs"))
                .header("Content-Type", "image/png")
                .POST(picture));
    }

    /** A best-effort call that is denied is only logged. */
    private String logs() throws Exception {
        var logs = new StringBuilder();
        try (var files = Files.list(folder.resolve("logs"))) {
            for (var log : files.toList()) {
                logs.append(Files.readString(log));
            }
        }
        return logs.toString();
    }
}
