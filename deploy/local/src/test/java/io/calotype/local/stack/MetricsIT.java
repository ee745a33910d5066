package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cluster's alert rules and dashboards ask for metrics that the services export. */
class MetricsIT {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));
    private static final Path CHART = ROOT.resolve("deploy/kubernetes/chart/files");
    private static final Pattern USED = Pattern.compile("(?<![\\w:.])(calotype|http|jvm|process|kafka)_\\w+");
    private static final Pattern EXPORTED = Pattern.compile("(?m)^(\\w+)[{ ]");
    /** Of Kafka's exporter, which watches the broker. */
    private static final Pattern OF_EXPORTER = Pattern.compile("kafka_(consumergroup|topic)_\\w*");
    /** Registered when the first webhook is called. */
    private static final Set<String> LATER = Set.of("calotype_webhooks_total");

    private final WholeStack stack = WholeStack.running();

    @Test
    void everyMetricOfTheRulesAndDashboardsIsExported() throws Exception {
        // Given
        try (var producer = new OutsideProducer(stack.kafka())) {
            producer.binary("metrics-1", "{\"prompt\":\"a cat\",\"steps\":2,\"width\":64,\"height\":64}");
        }
        get(stack.gateway().resolve("/v1/models"));

        // Then
        var used = used();
        assertThat(used).hasSizeGreaterThan(20);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(exported()).containsAll(used));
    }

    /** A change to HTTP/2 within a request fails once in some thousand requests. */
    @Test
    void noServiceChangesToHttp2WithoutTls() throws Exception {
        for (var service : stack.services()) {
            assertThat(answer(service.resolve("/q/metrics")).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static Set<String> used() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(CHART)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                USED.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group()));
            }
        }
        used.removeIf(name -> OF_EXPORTER.matcher(name).matches() || LATER.contains(name));
        return used;
    }

    private Set<String> exported() throws Exception {
        var exported = new TreeSet<String>();
        for (var service : stack.services()) {
            EXPORTED.matcher(get(service.resolve("/q/metrics")))
                    .results()
                    .forEach(found -> exported.add(found.group(1)));
        }
        return exported;
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return answer(address).body();
    }

    private static HttpResponse<String> answer(URI address) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
