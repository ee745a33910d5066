package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are drawn in two passes, by Kafka, HTTP, the command line and the page, on the real pipeline. */
@Tag("long")
class HiresIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PROMPT =
            "{\"prompt\":\"a red apple\",\"seed\":7,\"steps\":8,\"width\":128,\"height\":96%s}";
    private static final String HIRES = ",\"hires\":{\"scale\":2,\"steps\":10,\"strength\":0.5}";

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
    void theSecondPassDrawsALargerPictureFromTheFirst() throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // When
            producer.binary("one-pass", PROMPT.formatted(""));
            producer.binary("hires-1", PROMPT.formatted(HIRES));
            producer.binary("hires-2", PROMPT.formatted(HIRES));
            producer.binary("hires-upscaled", PROMPT.formatted(HIRES + ",\"upscale\":2"));
            // Then
            var one = completed(reader, "one-pass");
            var hires = completed(reader, "hires-1");
            assertThat(hires.path("hires").toString()).isEqualTo("{\"scale\":2.0,\"steps\":10,\"strength\":0.5}");
            assertThat(hires.path("width").asInt()).isEqualTo(128);
            assertThat(completed(reader, "hires-2").path("sha256")).isEqualTo(hires.path("sha256"));
            assertThat(picture(one).getWidth()).isEqualTo(128);
            assertThat(picture(hires).getWidth()).isEqualTo(256);
            assertThat(picture(hires).getHeight()).isEqualTo(192);
            assertThat(difference(picture(one), picture(hires))).isBetween(1.0, 40.0);
            var upscaled = completed(reader, "hires-upscaled");
            assertThat(picture(upscaled).getWidth()).isEqualTo(512);
            assertThat(upscaled.at("/original/sha256")).isEqualTo(hires.path("sha256"));
            assertThat(steps(reader, "hires-1"))
                    .startsWith("1 of 8")
                    .contains("8 of 8", "14 of 18") // strength 0.5 skips five of ten
                    .endsWith("18 of 18")
                    .doesNotHaveDuplicates();
            for (var prompt : List.of("hires-1", "hires-upscaled")) {
                assertThat(stack.bucket().underWay(prompt)).isEmpty();
            }
            keepToLookAt("one-pass", one);
            keepToLookAt("two-passes", hires);
        }
    }

    @Test
    void aBranchHasItsParentsSecondPass() throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            producer.binary("hires-parent", PROMPT.formatted(HIRES + ",\"keep_steps\":1"));
            var parent = completed(reader, "hires-parent");
            assertThat(stack.bucket().leftOvers())
                    .filteredOn(key -> key.startsWith("steps/hires-parent/"))
                    .hasSize(8);
            // When
            for (int step : List.of(5, 8)) {
                producer.binary(
                        "hires-branch-" + step,
                        "{\"prompt\":\"a red apple\",\"parent\":\"hires-parent/0\",\"parent_step\":" + step + "}");
            }
            // Then
            assertThat(completed(reader, "hires-branch-5").path("sha256")).isEqualTo(parent.path("sha256"));
            assertThat(completed(reader, "hires-branch-8").path("sha256")).isEqualTo(parent.path("sha256"));
        }
    }

    @Test
    void whatCannotBeDrawnInTwoPassesIsRefusedByName() throws Exception {
        assertRefused(",\"hires\":{\"scale\":1}", "hires.scale is 1; it must be above 1");
        assertRefused(",\"hires\":{\"scale\":4.5}", "hires.scale is 4.5; it must be from 1 to 4");
        assertRefused(",\"hires\":{\"scale\":2,\"strength\":0}", "hires.strength is 0; it must be above 0");
        assertRefused(",\"hires\":{\"scale\":2,\"steps\":0}", "hires.steps is 0");
        assertRefused(",\"hires\":{\"steps\":2}", "hires.scale is missing");
        assertRefused(",\"hires\":{\"scale\":2,\"denoise\":2}", "denoise");
        assertRefused(
                ",\"hires\":{\"scale\":2},\"image\":\"inputs/a.png\"", "hires is for images that start from noise");
        assertFails(
                ",\"hires\":{\"scale\":1.1}", "hires.scale makes 141x106 of the picture; both must be multiples of");
    }

    private static void assertRefused(String more, String detail) throws Exception {
        assertFails(more, detail);
        var request = HttpRequest.newBuilder(stack.gateway().resolve("/v1/prompts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PROMPT.formatted(more)));
        var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(detail);
    }

    private static void assertFails(String more, String detail) throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            var id = "hires-refused-" + Integer.toHexString(more.hashCode());
            producer.binary(id, PROMPT.formatted(more));
            var problem = reader.awaitImages(1, LIMIT, id + "/").get(0).path("problem");
            assertThat(problem.path("detail").asText()).contains(detail);
        }
    }

    @Test
    void theCommandLineSavesItAndMakesItAgain() throws Exception {
        // Given
        var shell = new Shell(folder).with("CALOTYPE_DATA", stack.data().toString());
        // When
        var drawn = shell.run("\"$ROOT/calotype\" generate 'a red apple' --steps 8 --seed 7 --size 128x96"
                + " --hires 2 --hires-strength 0.5 -o apple.png");
        // Then
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(ImageIO.read(folder.resolve("apple.png").toFile()).getWidth())
                .isEqualTo(256);
        // When
        var again = shell.run("\"$ROOT/calotype\" reproduce apple.png");
        // Then
        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        // When
        var refused = shell.run("\"$ROOT/calotype\" generate 'a red apple' --hires-steps 3 || true");
        // Then
        assertThat(refused.err()).contains("--hires-steps needs --hires");
    }

    @Test
    void thePageDrawsInTwoPasses() {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, stack.gateway(), Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            visitor.page().locator("#width").fill("128");
            visitor.page().locator("#height").fill("128");
            visitor.field("Second pass").selectOption("2");
            visitor.see("#settings-text").containsText("second pass 2 times as large");
            // When
            visitor.develop("a red apple", 8);
            // Then
            visitor.seeFinished();
            visitor.see("#facts").containsText("256 × 256");
            visitor.checkAccessibility();
            visitor.photograph("hires");
            // When
            visitor.button("Edit").click();
            // Then
            visitor.see("#settings-text").containsText("second pass 2 times as large");
        }
    }

    private static JsonNode completed(TopicReader reader, String promptId) {
        var end = reader.awaitImages(1, LIMIT, promptId + "/").get(0);
        assertThat(end.has("sha256")).as("completed: %s", end).isTrue();
        return end;
    }

    private static List<String> steps(TopicReader reader, String promptId) {
        return reader.after(
                        Duration.ofSeconds(1),
                        record -> record.topic().equals(Topics.PROGRESS)
                                && record.key().startsWith(promptId + "/"))
                .map(TopicReader::data)
                .filter(progress -> progress.path("stage").asText().equals("denoise"))
                .map(progress -> progress.path("step").asInt() + " of "
                        + progress.path("steps").asInt())
                .toList();
    }

    private static BufferedImage picture(JsonNode completed) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(
                stack.bucket().get(completed.path("key").asText())));
    }

    /** The mean distance of a channel, 0 to 255, between a picture and one twice as large, sampled. */
    private static double difference(BufferedImage small, BufferedImage large) {
        long sum = 0;
        for (int y = 0; y < small.getHeight(); y++) {
            for (int x = 0; x < small.getWidth(); x++) {
                for (int shift : new int[] {0, 8, 16}) {
                    int one = small.getRGB(x, y) >>> shift & 0xff;
                    int other = large.getRGB(2 * x, 2 * y) >>> shift & 0xff;
                    sum += Math.abs(one - other);
                }
            }
        }
        return sum / (3.0 * small.getWidth() * small.getHeight());
    }

    private static void keepToLookAt(String name, JsonNode completed) throws Exception {
        var target = Files.createDirectories(Path.of("target/hires"));
        Files.write(
                target.resolve(name + ".png"),
                stack.bucket().get(completed.path("key").asText()));
    }
}
