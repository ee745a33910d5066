package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the running stack: every query of the dashboards and every recorded series finds something, and
 * every rule can be evaluated.
 *
 * <p>Runs where {@code CALOTYPE_PROMETHEUS} names the program.
 */
@EnabledIfEnvironmentVariable(named = "CALOTYPE_PROMETHEUS", matches = ".+")
class DashboardsIT {

    static final Path CHART = Shell.ROOT.resolve("deploy/kubernetes/chart/files");
    static final Path RULES = CHART.resolve("rules.yaml");
    private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [%s]
            scrape_configs:
              - job_name: stages
                metrics_path: /q/metrics
                static_configs: [{targets: [%s], labels: {model: pictograms}}]
                relabel_configs: [{source_labels: [__address__], target_label: pod}]
              - job_name: gateway
                metrics_path: /q/metrics
                static_configs: [{targets: [%s]}]
                relabel_configs: [{source_labels: [__address__], target_label: pod}]
              - job_name: kafka
                scrape_interval: 20s
                scrape_timeout: 20s
                static_configs: [{targets: [%s]}]
            """;

    @TempDir
    Path folder;

    private final WholeStack stack = WholeStack.running();
    private int prompts;

    @Test
    void everyQueryFindsSomethingAndEveryRuleIsEvaluated() throws Exception {
        try (var exporter = new LagExporter(stack.kafka());
                var prometheus = Prometheus.start(
                        Path.of(System.getenv("CALOTYPE_PROMETHEUS")), configuration(stack, exporter), folder);
                var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            var queries = queries();
            assertThat(queries).hasSizeGreaterThan(30);
            await().atMost(LIMIT).untilAsserted(() -> {
                // When
                load(producer, reader);
                // Then
                assertThat(withoutResult(prometheus, queries)).isEmpty();
            });
            assertThat(unhealthy(prometheus.rules())).isEmpty();
        }
    }

    /** Two pictures of one text, a prompt that is refused, and one that nobody can read. */
    private void load(OutsideProducer producer, TopicReader reader) throws Exception {
        prompts++;
        var id = "dashboards-" + prompts;
        producer.binary(id, "{\"prompt\":\"a cat\",\"n\":2,\"steps\":3,\"width\":64,\"height\":64}");
        producer.binary(id + "-refused", "{\"prompt\":\"a cat\",\"steps\":0}");
        producer.bare(null, "no prompt");
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.gateway().resolve("/v1/models"))
                                .build(),
                        BodyHandlers.discarding());
        reader.awaitImages(3, LIMIT, id);
    }

    private static Map<String, String> withoutResult(Prometheus prometheus, Map<String, String> queries)
            throws Exception {
        var without = new TreeMap<String, String>();
        for (var query : queries.entrySet()) {
            boolean found = values(prometheus.query(query.getValue())).stream().anyMatch(value -> !value.equals("NaN"));
            if (!found) {
                without.put(query.getKey(), query.getValue());
            }
        }
        return without;
    }

    private static List<String> values(JsonNode result) {
        return each(result).map(series -> series.path("value").path(1).asText()).toList();
    }

    /** The recorded series, and the dashboards' queries for all stages and packs by dashboard, panel and number. */
    private static Map<String, String> queries() throws IOException {
        var queries = new TreeMap<String, String>();
        RECORD.matcher(Files.readString(RULES))
                .results()
                .forEach(record -> queries.put(record.group(1), record.group(1)));
        try (var files = Files.list(CHART.resolve("dashboards"))) {
            for (var file : files.toList()) {
                var dashboard = new ObjectMapper().readTree(file.toFile());
                each(dashboard.path("panels")).forEach(panel -> each(panel.path("targets"))
                        .filter(target -> target.has("expr"))
                        .forEach(target -> queries.put(
                                dashboard.path("title").asText() + " / "
                                        + panel.path("title").asText() + " / " + queries.size(),
                                target.path("expr").asText().replaceAll("\\$(stage|model)", ".*"))));
            }
        }
        return queries;
    }

    private static List<String> unhealthy(JsonNode groups) {
        return each(groups)
                .flatMap(group -> each(group.path("rules")))
                .filter(rule -> !rule.path("health").asText().equals("ok"))
                .map(rule -> rule.path("name").asText() + ": "
                        + rule.path("lastError").asText())
                .toList();
    }

    /** Scrapes a stack's services as the PodMonitors do, and the lag. */
    static String configuration(WholeStack stack, LagExporter exporter) {
        var services = stack.services();
        var stages = services.stream().filter(service -> !service.equals(stack.gateway()));
        return CONFIGURATION.formatted(
                RULES.toAbsolutePath(),
                stages.map(URI::getAuthority).collect(Collectors.joining(", ")),
                stack.gateway().getAuthority(),
                exporter.target());
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
