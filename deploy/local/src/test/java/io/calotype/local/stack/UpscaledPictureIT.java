package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.calotype.contracts.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Enlarged pictures by Kafka, HTTP, the command line and the page, on the real pipeline with the shipped upscaler. */
@Tag("long")
class UpscaledPictureIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PROMPT = "{\"prompt\":\"a red apple\",\"seed\":7,\"steps\":8%s}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static UpscalingStack stack;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        stack = UpscalingStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void theOriginalIsThePictureThatIsDrawnWithoutEnlarging() throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // When
            producer.binary("as-drawn", PROMPT.formatted(""));
            producer.binary("enlarged", PROMPT.formatted(",\"upscale\":2"));
            // Then
            var drawn = reader.awaitImages(1, LIMIT, "as-drawn/").get(0);
            var enlarged = reader.awaitImages(1, LIMIT, "enlarged/").get(0);
            assertThat(enlarged.at("/original/sha256")).isEqualTo(drawn.path("sha256"));
            assertThat(enlarged.path("prompt_similarity")).isEqualTo(drawn.path("prompt_similarity"));
            assertThat(enlarged.path("timings").fieldNames())
                    .toIterable()
                    .containsExactly("encode", "denoise", "decode", "upscale");
            var bucket = stack.bucket();
            assertThat(picture(bucket.get(enlarged.path("key").asText())).getWidth())
                    .isEqualTo(512);
            assertThat(bucket.underWay("enlarged")).isEmpty();
            Files.createDirectories(Path.of("target/upscaled"));
            Files.write(
                    Path.of("target/upscaled/enlarged.png"),
                    bucket.get(enlarged.path("key").asText()));
            Files.write(
                    Path.of("target/upscaled/as-drawn.png"),
                    bucket.get(drawn.path("key").asText()));
            var metrics = send(HttpRequest.newBuilder(stack.upscaler().resolve("/q/metrics")))
                    .body();
            assertThat(metrics).contains("calotype_stage_records_total{outcome=\"done\",stage=\"upscale\"");
        }
    }

    @Test
    void httpAnswersWithTheEnlargedPictureAndErasesBoth() throws Exception {
        // When
        var answer = json(post("/v1/images/generations", PROMPT.formatted(",\"upscale\":2,\"size\":\"128x96\"")));
        // Then
        assertThat(answer.path("size").asText()).isEqualTo("256x192");
        var picture =
                picture(Base64.getDecoder().decode(answer.at("/data/0/b64_json").asText()));
        assertThat(picture.getWidth()).isEqualTo(256);
        assertThat(picture.getHeight()).isEqualTo(192);
        var url = answer.at("/data/0/url").asText();
        var image = url.substring(url.indexOf("/v1/images/"));
        assertThat(get(image + "/original").statusCode()).isEqualTo(200);
        // When
        var erased = send(HttpRequest.newBuilder(stack.gateway().resolve(image)).DELETE());
        // Then
        assertThat(erased.statusCode()).isEqualTo(200);
        assertThat(get(image + "/original").statusCode()).isEqualTo(404);
        assertThat(stack.bucket().keys(image.split("/", -1)[3])).isEmpty();
    }

    @Test
    void theCommandLineSavesItAndMakesItAgain() throws Exception {
        // Given
        var shell = new Shell(folder).with("CALOTYPE_DATA", stack.data().toString());
        // When
        var drawn = shell.run("\"$ROOT/calotype\" generate 'a red apple' --steps 8 --seed 7 --upscale 2 -o apple.png");
        // Then
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(picture(Files.readAllBytes(folder.resolve("apple.png"))).getWidth())
                .isEqualTo(512);
        // When
        var again = shell.run("\"$ROOT/calotype\" reproduce apple.png");
        // Then
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        // When
        var refused = shell.run("\"$ROOT/calotype\" generate 'a red apple' --steps 8 --upscale 3 || true");
        // Then
        assertThat(refused.err()).contains("upscale is 3; the upscaler's is 2");
    }

    @Test
    void thePageShowsItBesideTheOriginal() {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, stack.gateway(), Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            visitor.field("Enlarge").selectOption("2");
            visitor.see("#settings-text").containsText("enlarged 2 times");
            // When
            visitor.develop("a red apple", 8);
            // Then
            visitor.seeFinished();
            visitor.see("#comparison figcaption")
                    .containsText(new String[] {"As drawn, 256 × 256", "Enlarged, 512 × 512"});
            visitor.see("#stages").containsText(Pattern.compile("Upscale.*\\d m?s"));
            visitor.see("#facts").containsText("512 × 512");
            assertThat(widths(visitor.page())).isEqualTo("256,512");
            visitor.checkAccessibility();
            visitor.photograph("upscaled");
            // When
            visitor.open("");
            visitor.page().locator(".wall a").first().click();
            // Then
            visitor.see("#comparison figure").hasCount(2);
        }
    }

    private static Object widths(Page page) {
        page.waitForFunction(
                "() => [...document.querySelectorAll('#comparison img')].every((image) => image.complete)");
        return page.evaluate(
                "() => [...document.querySelectorAll('#comparison img')].map((image) => image.naturalWidth).join()");
    }

    private static BufferedImage picture(byte[] file) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(stack.gateway().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(stack.gateway().resolve(path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
