package io.calotype.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.calotype.contracts.topic.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures of the dashboards with the figures of a stack under load, drawn by a page of this test and not by Grafana: {@code
 * -Dpictures=FOLDER}, with {@code CALOTYPE_PROMETHEUS} and Chromium.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
@EnabledIfEnvironmentVariable(named = "CALOTYPE_PROMETHEUS", matches = ".+")
class DashboardPicturesIT {

    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("pictures.seconds", 360));
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PROMPT =
            "{\"prompt\":\"a red apple %d\",\"n\":%d,\"steps\":%d,\"width\":128,\"height\":128}";

    @TempDir
    Path folder;

    private final WholeStack stack = WholeStack.running();
    private final Random random = new Random(7);

    @Test
    void areDrawn() throws Exception {
        var pictures = Files.createDirectories(Path.of(System.getProperty("pictures")));
        try (var exporter = new LagExporter(stack.kafka());
                var prometheus = Prometheus.start(
                        Path.of(System.getenv("CALOTYPE_PROMETHEUS")),
                        DashboardsIT.configuration(stack, exporter),
                        folder);
                var chromium = Chromium.start()) {
            // Given
            var begin = Instant.now();
            load(begin.plus(LOAD));
            // Then
            try (var boards = Files.list(DashboardsIT.CHART.resolve("dashboards"))) {
                for (var board : boards.sorted().toList()) {
                    var name = board.getFileName().toString().replace(".json", ".png");
                    var picture = pictures.resolve("dashboard-" + name);
                    draw(chromium.browser(), board, prometheus, begin, picture);
                    assertThat(picture).isNotEmptyFile();
                }
            }
        }
    }

    /** Prompts of different sizes in a swell, with one of a kind now and then that fails. */
    private void load(Instant end) throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            for (int i = 0; Instant.now().isBefore(end); i++) {
                var id = "pictures-%06d-".formatted(i);
                int images = 1 + random.nextInt(4);
                producer.binary(id, PROMPT.formatted(i % 5, images, 4 + random.nextInt(16)));
                if (i % 7 == 0) {
                    producer.binary(id + "refused", "{\"prompt\":\"a cat\",\"steps\":0}");
                }
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(stack.gateway().resolve("/v1/models"))
                                        .build(),
                                BodyHandlers.discarding());
                if (i % 3 == 2) {
                    reader.awaitImages(images, LIMIT, id);
                    Thread.sleep(random.nextInt(3000));
                }
            }
        }
    }

    private static void draw(Browser browser, Path board, Prometheus prometheus, Instant begin, Path picture)
            throws Exception {
        try (Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1440, 900))) {
            page.setContent(new String(
                    DashboardPicturesIT.class
                            .getResourceAsStream("/dashboards/board.html")
                            .readAllBytes(),
                    UTF_8));
            page.evaluate(
                    "draw",
                    Map.of(
                            "dashboard",
                            new ObjectMapper().readValue(board.toFile(), Map.class),
                            "prometheus",
                            prometheus.address().toString(),
                            "from",
                            (double) begin.getEpochSecond(),
                            "to",
                            (double) Instant.now().getEpochSecond(),
                            "variables",
                            Map.of("stage", "denoise", "model", WholeStack.MODEL)));
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture));
        }
    }
}
