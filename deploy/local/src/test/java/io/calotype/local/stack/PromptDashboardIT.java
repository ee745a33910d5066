package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Jaeger collects the stack's spans: the dashboard of one prompt finds its trace.
 *
 * <p>Runs where {@code CALOTYPE_JAEGER} names the program.
 */
@EnabledIfEnvironmentVariable(named = Jaeger.PROGRAM, matches = ".+")
class PromptDashboardIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String ID = "traced-prompt";
    private static final Path DASHBOARD = Shell.ROOT.resolve("deploy/kubernetes/chart/files/dashboards/prompt.json");

    @TempDir
    Path folder;

    @Test
    void findsThePromptAndShowsItsTrace() throws Exception {
        try (var jaeger = Jaeger.start(folder);
                var store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
                var services = OwnServices.on(folder);
                var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var producer = new OutsideProducer(services.kafka())) {
            // Given
            store.createBucket("calotype");
            var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
            List.of("encoder", "diffusion", "decoder")
                    .forEach(service -> services.start(service, bucket, SpanReceiver.settings(jaeger.receiver())));
            services.awaitReady();

            // When
            producer.binary(ID, "{\"prompt\":\"a red apple\",\"n\":2,\"steps\":3,\"width\":64,\"height\":64}");
            reader.awaitImages(2, LIMIT, ID);

            // Then
            for (var search : targets("search")) {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(search(jaeger, search))
                        .as(search.toString())
                        .hasSize(1));
            }
            var trace = search(jaeger, targets("search").get(0))
                    .get(0)
                    .path("traceID")
                    .asText();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(jaeger.trace(trace).findValues("operationName"))
                            .extracting(JsonNode::asText)
                            .contains("encode", "denoise", "decode", "S3.PutObject"));
        }
    }

    private static JsonNode search(Jaeger jaeger, JsonNode target) throws IOException, InterruptedException {
        var parameters = new HashMap<String, String>();
        for (var name : List.of("service", "operation", "limit")) {
            parameters.put(name, target.path(name).asText());
        }
        if (target.has("tags")) {
            var tag = target.path("tags").asText().replace("$prompt", ID).split("=", 2);
            parameters.put("tags", "{\"%s\":\"%s\"}".formatted(tag[0], tag[1]));
        }
        return jaeger.search(parameters);
    }

    private static List<JsonNode> targets(String type) throws IOException {
        var panels = new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels");
        return StreamSupport.stream(panels.spliterator(), false)
                .flatMap(panel -> StreamSupport.stream(panel.path("targets").spliterator(), false))
                .filter(target -> target.path("queryType").asText().equals(type))
                .toList();
    }
}
