package io.calotype.local.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The compose file cannot be started here, but it can be held to the contract. */
class ComposeTest {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final Path FILE = ROOT.resolve("deploy/compose/compose.yaml");
    private static final Duration WITHDRAWAL = Duration.ofSeconds(5);
    private static final Duration CONSUMERS_CLOSE = Duration.ofSeconds(30);

    private static final Set<String> BY_TOPIC = Set.of("max.message.bytes", "retention.ms", "segment.ms");

    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        // SnakeYAML itself, since it merges the anchors.
        Object compose = new Yaml().load(Files.readString(FILE));
        services = new YAMLMapper().valueToTree(compose).path("services");
    }

    @Test
    void createsTheTopicsOfTheContract() {
        // Given
        var expected = Topics.all(List.of("pictograms")).stream()
                .map(topic -> "%s:%d:%s:%s"
                        .formatted(
                                topic.name(),
                                topic.partitions(),
                                topic.config().get("max.message.bytes"),
                                topic.config().get("retention.ms")))
                .toList();
        // When
        var topics = services.path("topics")
                .path("environment")
                .path("TOPICS")
                .asText()
                .replace("${CALOTYPE_MODEL:-pictograms}", "pictograms");
        // Then
        assertThat(topics.split(" ")).containsExactlyInAnyOrderElementsOf(expected);
        var script = services.path("topics").path("command").path(2).asText();
        assertThat(Topics.all(List.of("pictograms"))).allSatisfy(topic -> topic.config().entrySet().stream()
                .filter(setting -> !BY_TOPIC.contains(setting.getKey()))
                .forEach(setting ->
                        assertThat(script).contains("--config " + setting.getKey() + "=" + setting.getValue())));
        assertThat(services.path("kafka")
                        .path("environment")
                        .path("KAFKA_AUTO_CREATE_TOPICS_ENABLE")
                        .asText())
                .isEqualTo("false");
    }

    @Test
    void runsWhatWasTriedAndNothingNewer() {
        assertThat(services.findValuesAsText("image")).isNotEmpty().allSatisfy(image -> assertThat(image)
                .matches(".+:.*\\d+\\D\\d+\\D\\d+.*"));
    }

    @Test
    void waitsForAServiceThatStopsBeforeItIsKilled() throws IOException {
        // Given
        var settings = new Properties();
        try (var file = Files.newBufferedReader(
                ROOT.resolve("stage/src/main/resources/META-INF/microprofile-config.properties"))) {
            settings.load(file);
        }
        var drain = Duration.parse("PT" + settings.getProperty("calotype.drain-timeout"));

        // Then
        for (var service : List.of("encoder", "diffusion", "decoder", "upscaler", "gateway")) {
            var grace = services.path(service).path("stop_grace_period").asText();
            assertThat(Duration.parse("PT" + grace))
                    .isGreaterThan(drain.plus(WITHDRAWAL).plus(CONSUMERS_CLOSE));
        }
    }

    @Test
    void runsTheServicesAsTheyAreBuilt() {
        for (var service : List.of("encoder", "diffusion", "decoder", "upscaler", "gateway")) {
            var node = services.path(service);
            assertThat(node.path("command").toString()).contains("quarkus-run.jar");
            assertThat(node.path("volumes").toString()).contains(service + "-service/target/quarkus-app");
            assertThat(node.path("environment").path("KAFKA_BOOTSTRAP_SERVERS").asText())
                    .isEqualTo("kafka:19092");
            assertThat(node.path("environment")
                            .path("CALOTYPE_STORE_SECRET_KEY")
                            .asText())
                    .startsWith("${");
        }
    }
}
