package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.options.FilePayload;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.inference.control.ControlAddition;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.StackState.StoreAddress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prompts that ask for LoRAs, by Kafka and by HTTP, at the same time as others that ask for none or for what there is not. */
@Tag("long")
class PerImageLoraIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path FIXTURES = Shell.ROOT.resolve("models/fixtures/packs");
    private static final String PACK = "pictograms";
    private static final List<String> GOOD = List.of(
            "\"loras\":[{\"name\":\"ink\",\"scale\":0.8}]",
            "\"n\":1",
            "\"loras\":[{\"name\":\"ink\",\"scale\":-0.5}]",
            "\"loras\":[{\"name\":\"brand\"}]",
            "\"loras\":[{\"name\":\"brand\",\"scale\":0.3},{\"name\":\"line\",\"scale\":0.6}]",
            "\"loras\":[]",
            "\"loras\":[{\"name\":\"line\",\"scale\":1}]",
            "\"loras\":[{\"name\":\"brand\",\"scale\":0.8}]");
    private static final List<String> BAD = List.of(
            "\"loras\":[{\"name\":\"nobody\"}]",
            "\"loras\":[{\"name\":\"ink\",\"scale\":9}]",
            "\"loras\":[{\"name\":\"ink\",\"sha256\":\"" + "0".repeat(64) + "\"}]",
            "\"loras\":\"ink\"");
    private static final List<String> REASONS = List.of(
            "unknown-model: loras: there is no LoRA 'nobody' for pictograms; there are [brand, ink, line]",
            "limit-exceeded: loras[0]: scale is 9; it must be from -4 to 4",
            "pack-mismatch: loras: the sha256 of 'ink' is",
            "invalid-parameter: loras must be a list of objects, not string");

    private static final String CONTROLLED =
            "\"controls\":[{\"image\":\"inputs/edges.png\",\"model\":\"edges\",\"scale\":0.9}]";
    private static final List<String> BAD_CONTROLS = List.of(
            "\"controls\":[{\"image\":\"inputs/edges.png\",\"model\":\"depth\"}]",
            "\"controls\":[{\"image\":\"inputs/wide.png\",\"model\":\"edges\"}]",
            "\"controls\":[{\"image\":\"inputs/nothing.png\",\"model\":\"edges\"}]",
            "\"controls\":[{\"image\":\"inputs/edges.png\",\"model\":\"edges\",\"scale\":3}]",
            "\"controls\":[{\"image\":\"inputs/edges.png\",\"model\":\"edges\",\"start\":0.5,\"end\":0.5}]",
            "\"controls\":[{\"model\":\"edges\"}]",
            edges("\"preprocessor\":\"depth\""),
            edges("\"low_threshold\":50"),
            edges("\"preprocessor\":\"canny\",\"low_threshold\":0"),
            edges("\"preprocessor\":\"canny\",\"high_threshold\":2041"),
            edges("\"preprocessor\":\"canny\",\"low_threshold\":201"));
    private static final List<String> CONTROL_REASONS = List.of(
            "controls: there is no control model 'depth' for pictograms; there are [edges]",
            "controls[0]: the picture is 96x64, not 64x64 as the images",
            "controls[0] is inputs/nothing.png; there is no such object",
            "controls[0]: scale is 3; it must be from -2 to 2",
            "controls[0]: controls: start is 0.5, not below end, 0.5",
            "controls[0]: image is missing",
            "controls[0]: there is no such preprocessor; there is canny",
            "controls[0]: thresholds are for the preprocessor canny",
            "controls[0]: low_threshold is 0; it must be from 1 to 2040",
            "controls[0]: high_threshold is 2041; it must be from 1 to 2040",
            "controls[0]: low_threshold is 201, above high_threshold, 200");

    @TempDir
    private static Path folder;

    private static EmbeddedS3 store;
    private static OwnServices services;

    @BeforeAll
    static void start() throws IOException {
        var packs = Files.createDirectory(folder.resolve("packs"));
        var pack = PackInstall.install(FIXTURES.resolve("sd15"), PACK, packs);
        var settings = SessionSettings.cpu(1);
        LoraAddition.add(FIXTURES.resolve("loras/sd15-kohya.safetensors"), pack, "ink");
        LoraAddition.add(FIXTURES.resolve("loras/sd15-peft.safetensors"), pack, "brand");
        LoraAddition.add(FIXTURES.resolve("loras/sd15-kohya.safetensors"), pack, "line");
        ControlAddition.add(FIXTURES.resolve("controls/sd15-controlnet"), pack, "edges", settings);
        store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
        store.createBucket("calotype");
        var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
        new Bucket(bucket).put("inputs/edges.png", png(64));
        new Bucket(bucket).put("inputs/wide.png", png(96));
        services = OwnServices.on(folder);
        var own = Map.of("CALOTYPE_PACKS_DIR", packs.toString());
        List.of("encoder", "diffusion", "decoder", "gateway").forEach(service -> services.start(service, bucket, own));
        services.awaitReady();
    }

    @AfterAll
    static void stop() {
        services.close();
        store.close();
    }

    @Test
    void imagesWithDifferentLorasAreDrawnTogetherAsAloneAndWrongOnesStopNobody() throws Exception {
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var producer = new OutsideProducer(services.kafka())) {
            // Given
            var alone = new ArrayList<String>();
            for (int i = 0; i < GOOD.size(); i++) {
                producer.binary("alone-" + i, prompt(GOOD.get(i)));
                alone.add(sha256(reader.awaitImages(1, LIMIT, "alone-" + i).get(0)));
            }
            // When
            for (int i = 0; i < GOOD.size(); i++) {
                producer.binary("good-" + i, prompt(GOOD.get(i)));
                if (i < BAD.size()) {
                    producer.binary("bad-" + i, prompt(BAD.get(i)));
                }
            }
            var good = reader.awaitImages(GOOD.size(), LIMIT, "good-");
            var bad = byPrompt(reader.awaitImages(BAD.size(), LIMIT, "bad-"));
            // Then
            var together = byPrompt(good);
            for (int i = 0; i < GOOD.size(); i++) {
                assertThat(sha256(together.get("good-" + i))).isEqualTo(alone.get(i));
            }
            assertThat(Set.copyOf(alone)).as("two are without").hasSize(GOOD.size() - 1);
            for (int i = 0; i < BAD.size(); i++) {
                var problem = bad.get("bad-" + i).path("problem");
                assertThat(problem.path("type").asText().replace("urn:calotype:problem:", "") + ": "
                                + problem.path("detail").asText())
                        .startsWith(REASONS.get(i));
                assertThat(problem.path("field").asText()).isEqualTo("loras");
            }
            // When
            producer.binary(
                    "tag",
                    "{\"prompt\":\"a cat <lora:ink:0.8> on a mat\",\"seed\":7,\"steps\":3,\"width\":64,\"height\":64}");
            var tagged = reader.awaitImages(1, LIMIT, "tag").get(0);
            // Then
            assertThat(tagged.at("/loras/0/name").asText()).isEqualTo("ink");
            assertThat(tagged.at("/loras/0/autov3").asText()).hasSize(12);
            assertParameters(tagged);
            overHttp(reader, alone.get(0));
        }
    }

    @Test
    void aPictureControlsImagesThatShareCallsWithOthers() throws Exception {
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var producer = new OutsideProducer(services.kafka())) {
            // Given
            producer.binary("plain-0", prompt("\"n\":1"));
            producer.binary("control-0", prompt(CONTROLLED));
            var plain = sha256(reader.awaitImages(1, LIMIT, "plain-0").get(0));
            var alone = reader.awaitImages(1, LIMIT, "control-0").get(0);
            // When
            for (int i = 1; i <= 3; i++) {
                producer.binary("plain-" + i, prompt("\"n\":1"));
                producer.binary("control-" + i, prompt(CONTROLLED));
            }
            for (int i = 0; i < BAD_CONTROLS.size(); i++) {
                producer.binary("bad-control-" + i, prompt(BAD_CONTROLS.get(i)));
            }
            // Then
            assertThat(plain).isNotEqualTo(sha256(alone));
            assertThat(reader.awaitImages(3, LIMIT, "plain-"))
                    .allMatch(end -> sha256(end).equals(plain));
            assertThat(reader.awaitImages(3, LIMIT, "control-"))
                    .allMatch(end -> sha256(end).equals(sha256(alone)));
            assertThat(alone.at("/controls/0/sha256").asText()).hasSize(64);
            var bad = byPrompt(reader.awaitImages(BAD_CONTROLS.size(), LIMIT, "bad-control-"));
            for (int i = 0; i < BAD_CONTROLS.size(); i++) {
                var problem = bad.get("bad-control-" + i).path("problem");
                assertThat(problem.path("detail").asText()).startsWith(CONTROL_REASONS.get(i));
                assertThat(problem.path("field").asText()).isEqualTo("controls");
            }
            // When
            var inline = "data:image/png;base64," + Base64.getEncoder().encodeToString(png(64));
            var accepted = services.send(post(prompt(CONTROLLED.replace("inputs/edges.png", inline))));
            // Then
            assertThat(accepted.statusCode()).isEqualTo(202);
            var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
            assertThat(sha256(reader.awaitImages(1, LIMIT, id).get(0))).isEqualTo(sha256(alone));
            assertThat(services.send(post(prompt(BAD_CONTROLS.get(0)))).statusCode())
                    .isEqualTo(400);
        }
    }

    private static String edges(String fields) {
        return "\"controls\":[{\"image\":\"inputs/edges.png\",\"model\":\"edges\"," + fields + "}]";
    }

    @Test
    void theEdgesOfAPictureAreTakenKeptAndDrawnByAsIfTheyWereBrought() throws Exception {
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var producer = new OutsideProducer(services.kafka())) {
            // When
            producer.binary("photo-0", prompt(edges("\"scale\":0.9")));
            producer.binary("canny-0", prompt(edges("\"scale\":0.9,\"preprocessor\":\"canny\"")));
            var photo = reader.awaitImages(1, LIMIT, "photo-0").get(0);
            var drawn = reader.awaitImages(1, LIMIT, "canny-0").get(0);
            var key = drawn.at("/controls/0/image").asText();
            // Then
            assertThat(photo.at("/controls/0").has("image")).isFalse();
            assertThat(sha256(drawn)).isNotEqualTo(sha256(photo));
            assertThat(key).matches("inputs/[0-9a-f]{64}\\.png");
            var kept = ImageIO.read(services.uri("gateway", "/v1/" + key).toURL());
            assertThat(kept.getRGB(32, 32) & 0xff).as("within the square").isZero();
            // When
            var brought = CONTROLLED.replace("inputs/edges.png", key);
            producer.binary("canny-1", prompt(brought));
            // Then
            assertThat(sha256(reader.awaitImages(1, LIMIT, "canny-1").get(0))).isEqualTo(sha256(drawn));
            // When
            var accepted = services.send(post(prompt(
                    edges("\"scale\":0.9,\"preprocessor\":\"canny\",\"low_threshold\":100,\"high_threshold\":200"))));
            var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
            assertThat(sha256(reader.awaitImages(1, LIMIT, id).get(0))).isEqualTo(sha256(drawn));
            // Then
            var shown = new ObjectMapper().readTree(services.get("gateway", "/v1/prompts/" + id));
            assertThat(shown.at("/parameters/controls/0/preprocessor").asText()).isEqualTo("canny");
            assertThat(shown.at("/parameters/controls/0/low_threshold").asInt()).isEqualTo(100);
        }
    }

    @Test
    void thePageTakesTheEdgesOfAPictureAndShowsThem() throws Exception {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, services.uri("gateway", "/"), Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            visitor.field("What is read of the picture").selectOption("canny");
            // When
            visitor.page().locator("#control-file").setInputFiles(new FilePayload("photo.png", "image/png", png(96)));
            visitor.field("High threshold of the edges for edges").fill("150");
            // Then
            visitor.see("#settings-text").containsText("edges 1, canny");
            visitor.checkAccessibility();
            visitor.photograph("control-canny");
            // When
            visitor.develop("a cat on a mat", 3);
            // Then
            visitor.seeFinished();
            visitor.see("#facts").containsText("edges 1, canny");
            visitor.see("#facts").containsText("Edges");
            visitor.checkAccessibility();
            visitor.photograph("control-canny-drawn");
            // When
            visitor.button("Edit").click();
            // Then
            visitor.see("#settings-text").containsText("edges 1, canny");
        }
    }

    @Test
    void whoEditsAControlledPromptOnThePageKeepsItsControl() throws Exception {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, services.uri("gateway", "/"), Visitor.WIDE)) {
            // Given
            var accepted = services.send(post(prompt(CONTROLLED)));
            var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
            visitor.open("#/prompt/" + id);
            visitor.seeFinished();
            visitor.see("#facts").containsText("edges 0.9");
            // When
            visitor.button("Edit").click();
            // Then
            visitor.see("#settings-text").containsText("edges 0.9");
            visitor.page().locator("#settings").click();
            visitor.checkAccessibility();
            visitor.photograph("controls");
            // When
            visitor.button("Without edges").click();
            // Then
            visitor.see("#settings-text").not().containsText("edges");
        }
    }

    @Test
    void thePageTakesAControlPictureAndItsSize() throws Exception {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, services.uri("gateway", "/"), Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            // When
            visitor.page().locator("#control-file").setInputFiles(new FilePayload("edges.png", "image/png", png(96)));
            visitor.field("Strength of edges").fill("0.7");
            // Then
            visitor.see("#settings-text").containsText("96 × 64");
            visitor.see("#settings-text").containsText("edges 0.7");
            visitor.checkAccessibility();
            visitor.photograph("control-added");
            // When
            visitor.develop("a cat on a mat", 3);
            // Then
            visitor.seeFinished();
            visitor.see("#facts").containsText("edges 0.7");
            // When
            visitor.page().locator("#width").fill("64");
            visitor.button("Generate").click();
            // Then
            visitor.see("main").containsText("the picture is 96x64, not 64x64 as the images");
        }
    }

    /** A white square's outline on black. */
    private static byte[] png(int width) throws IOException {
        var picture = new BufferedImage(width, 64, BufferedImage.TYPE_INT_RGB);
        var pen = picture.createGraphics();
        pen.drawRect(16, 16, 32, 32);
        pen.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void thePageOffersThemAndPicturesSayThem() {
        try (var chromium = Chromium.start();
                var visitor = new Visitor(chromium, services.uri("gateway", "/"), Visitor.WIDE)) {
            // Given
            visitor.page().locator("#settings").click();
            visitor.field("LoRAs").selectOption("ink");
            visitor.field("Strength of ink").fill("0.8");
            visitor.field("LoRAs").selectOption("brand");
            visitor.field("LoRAs").selectOption("line");
            visitor.button("Without line").click();
            visitor.field("Strength of brand").fill("-0.5");
            visitor.see("#settings-text").containsText("ink 0.8, brand -0.5");
            visitor.checkAccessibility();
            visitor.photograph("loras");
            // When
            visitor.develop("a cat on a mat", 3);
            // Then
            visitor.seeFinished();
            visitor.see("#facts").containsText("ink 0.8, brand -0.5");
            // When
            visitor.field("Strength of brand").fill("9");
            visitor.button("Generate").click();
            // Then
            visitor.see("#loras-error").containsText("loras[1]: scale is 9; it must be from -4 to 4");
        }
    }

    private void assertParameters(JsonNode end) {
        var bucket = new Bucket(new StoreAddress(store.endpoint(), "calotype", "key", "secret"));
        var text = new String(bucket.get(end.path("key").asText()), StandardCharsets.ISO_8859_1);
        var hash = end.at("/loras/0/autov3").asText();
        assertThat(text)
                .contains("a cat on a mat <lora:ink:0.8>\nSteps: 3")
                .contains("Lora hashes: \"ink: " + hash + "\"")
                .contains("\"loras\":[{\"name\":\"ink\",\"scale\":0.8,\"sha256\":");
    }

    private void overHttp(TopicReader reader, String expected) throws Exception {
        for (var bad : BAD.subList(0, 2)) {
            var refused = services.send(post(prompt(bad)));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(new ObjectMapper().readTree(refused.body()).path("field").asText())
                    .isEqualTo("loras");
        }
        var models = new ObjectMapper().readTree(services.get("gateway", "/v1/models"));
        assertThat(models.at("/data/0/calotype/loras")).hasToString("[\"brand\",\"ink\",\"line\"]");
        var accepted = services.send(post(prompt(GOOD.get(0))));
        assertThat(accepted.statusCode()).isEqualTo(202);
        var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
        assertThat(sha256(reader.awaitImages(1, LIMIT, id).get(0))).isEqualTo(expected);
        var shown = new ObjectMapper().readTree(services.get("gateway", "/v1/prompts/" + id));
        assertThat(shown.at("/parameters/loras/0/name").asText()).isEqualTo("ink");
        assertThat(shown.at("/parameters/loras/0/scale").asDouble()).isEqualTo(0.8);
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String prompt(String fields) {
        return "{\"prompt\":\"a cat on a mat\",\"seed\":7,\"steps\":3,\"width\":64,\"height\":64," + fields + "}";
    }

    private static Map<String, JsonNode> byPrompt(List<JsonNode> ends) {
        return ends.stream()
                .collect(Collectors.toMap(end -> end.path("prompt_id").asText(), end -> end));
    }

    private static String sha256(JsonNode end) {
        assertThat(end.path("problem").isMissingNode()).as(end.toString()).isTrue();
        return end.path("sha256").asText();
    }
}
