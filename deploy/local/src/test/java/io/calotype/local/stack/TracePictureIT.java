package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.stack.StackState.StoreAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Jaeger shows one trace from the HTTP request through the three stages to the object store, and its own page is the picture:
 * {@code -Dpictures=FOLDER}, with Chromium, {@code CALOTYPE_JAEGER} and {@code CALOTYPE_JAEGER_UI}, the folder of its built page.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
@EnabledIfEnvironmentVariable(named = Jaeger.PROGRAM, matches = ".+")
@EnabledIfEnvironmentVariable(named = Jaeger.PAGE, matches = ".+")
class TracePictureIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final int IMAGES = 2;
    private static final String PROMPT =
            "{\"prompt\":\"a red apple\",\"n\":%d,\"steps\":12,\"width\":256,\"height\":256}".formatted(IMAGES);

    @TempDir
    Path folder;

    @Test
    void isDrawn() throws Exception {
        try (var jaeger = Jaeger.start(folder);
                var store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
                var services = OwnServices.on(folder);
                var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var chromium = Chromium.start()) {
            // Given
            store.createBucket("calotype");
            var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
            List.of("encoder", "diffusion", "decoder", "gateway")
                    .forEach(service -> services.start(service, bucket, SpanReceiver.settings(jaeger.receiver())));
            services.awaitReady();
            // When
            services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts"))
                    .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(PROMPT)));
            reader.awaitImages(IMAGES, LIMIT, "");
            // Then
            await().atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(spans(jaeger, "decode").count()).isEqualTo(IMAGES));
            assertThat(spans(jaeger, "denoise")).hasSize(IMAGES).allSatisfy(image -> assertThat(linkedTraces(image))
                    .isNotEmpty());
            var picture = Files.createDirectories(Path.of(System.getProperty("pictures")))
                    .resolve("trace.png");
            draw(chromium, jaeger, picture);
            assertThat(picture).isNotEmptyFile();
        }
    }

    private static Stream<JsonNode> spans(Jaeger jaeger, String operation) throws Exception {
        return elements(jaeger.trace(TRACE).path(0).path("spans"))
                .filter(span -> span.path("operationName").asText().equals(operation));
    }

    /** The calls of the model, each of a trace of its own, that an image shared with others. */
    private static Stream<String> linkedTraces(JsonNode span) {
        return elements(span.path("references"))
                .map(reference -> reference.path("traceID").asText())
                .filter(trace -> !trace.equals(TRACE));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static void draw(Chromium chromium, Jaeger jaeger, Path picture) {
        try (Page page = chromium.browser().newPage(new Browser.NewPageOptions().setViewportSize(1600, 900))) {
            page.navigate(jaeger.page(TRACE).toString());
            var images = page.locator(".span-row").filter(new Locator.FilterOptions().setHasText("denoise"));
            images.first().waitFor();
            assertThat(images.count()).isEqualTo(IMAGES);
            page.screenshot(new Page.ScreenshotOptions().setPath(picture));
        }
    }
}
