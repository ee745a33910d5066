package io.calotype.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.safety.SafetyInstall;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of pictures in which a checker finds something, by Kafka and by HTTP; a tiny checker with random weights finds it. */
@Tag("long")
class UnsafePicturesIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Path FIXTURES = Shell.ROOT.resolve("models/fixtures/packs");
    private static final String PACK = "pictograms";
    private static final String SECRET = "quixotry";
    private static final List<String> THINGS = List.of("a red apple", "a banana on a black background", "a blue whale");
    private static final int SIDE = 96;

    @TempDir
    private Path folder;

    private EmbeddedS3 store;
    private StoreAddress bucket;
    private OwnServices services;
    private Map<String, String> settings;

    @BeforeEach
    void start() throws IOException {
        var packs = Files.createDirectory(folder.resolve("packs"));
        var builtIn = ModelPack.open(Shell.ROOT.resolve("models/target/packs").resolve(PACK));
        SafetyInstall.install(FIXTURES.resolve("safety/pack"), builtIn, PACK, packs);
        store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
        store.createBucket("calotype");
        bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
        services = OwnServices.on(folder);
        settings = Map.of("CALOTYPE_PACKS_DIR", packs.toString(), "CALOTYPE_DIFFUSION_PREVIEW_INTERVAL", "0ms");
        List.of("encoder", "diffusion", "gateway").forEach(service -> services.start(service, bucket, settings));
        services.awaitReady();
    }

    @AfterEach
    void stop() {
        services.close();
        store.close();
    }

    @Test
    void whatIsFoundIsMarkedBlurredOrRefusedAndNothingOfItIsSeenBefore() throws Exception {
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // When
            var marked = draw("mark", reader);
            var blurred = draw("blur", reader);
            var refused = draw("refuse", reader);

            // Then
            var found = marked.entrySet().stream()
                    .filter(image -> image.getValue().path("safety").asText().equals("marked"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            System.out.println("the checker finds something in " + found + " of " + marked.keySet());
            assertThat(found).isNotEmpty().hasSizeLessThan(marked.size());
            marked.forEach((image, end) -> assertSafety(end, found.contains(image) ? "marked" : "passed"));
            for (var image : blurred.keySet()) {
                assertSafety(blurred.get(image), found.contains(image) ? "blurred" : "passed");
                assertThat(pixels(blurred.get(image)).equals(pixels(marked.get(image))))
                        .as("the picture of %s is as it was drawn", image)
                        .isEqualTo(!found.contains(image));
            }
            refused.forEach((image, end) -> assertRefused(end, found.contains(image)));
            nothingWasSeenBefore(reader);
        }
    }

    /** Callers by their keys, and senders by their sources; who writes a tenant's name as his source is not of it. */
    @Test
    void eachTenantHasItsOwnPolicy() throws Exception {
        // Given
        var own = new HashMap<>(settings);
        own.put("CALOTYPE_TENANTS_SOURCES", "/calotype/gateway/kids=kids,/toys=kids,/calotype/gateway/studio=studio");
        own.put("CALOTYPE_TENANTS_NAMED_KIDS_UNSAFE_PICTURES", "refuse");
        own.put("CALOTYPE_TENANTS_NAMED_STUDIO_UNSAFE_PICTURES", "blur");
        own.put(
                "CALOTYPE_GATEWAY_API_KEYS",
                Stream.of("kids", "studio", "others")
                        .map(name -> name + ":" + Sha256.hex(name.getBytes(UTF_8)))
                        .collect(Collectors.joining(",")));
        try (var reader = new TopicReader(services.kafka(), Topics.IMAGES);
                var decoder = services.start("decoder", bucket, own);
                var gateway = services.start("gateway", bucket, own);
                var producer = new OutsideProducer(services.kafka())) {
            decoder.firstReady().join();
            gateway.firstReady().join();
            var found = new TreeMap<String, JsonNode>();
            for (int i = 0; i < THINGS.size() && found.isEmpty(); i++) {
                var body = body(THINGS.get(i));
                // When
                producer.binary("kafka-other-" + i, "kids", body);
                if (reader.awaitImages(1, LIMIT, "kafka-other-" + i)
                        .get(0)
                        .path("safety")
                        .asText()
                        .equals("marked")) {
                    producer.binary("kafka-toys", "/toys", body);
                    found.put(
                            "by Kafka",
                            reader.awaitImages(1, LIMIT, "kafka-toys").get(0));
                    for (var name : List.of("kids", "studio", "others")) {
                        found.put(name, drawByKey(name, gateway.spec().http().resolve("/v1/prompts"), body, reader));
                    }
                }
            }
            // Then
            assertThat(found.keySet()).containsExactly("by Kafka", "kids", "others", "studio");
            assertRefused(found.get("by Kafka"), true);
            assertRefused(found.get("kids"), true);
            assertSafety(found.get("studio"), "blurred");
            assertSafety(found.get("others"), "marked");
        }
    }

    private JsonNode drawByKey(String key, URI prompts, String body, TopicReader reader) throws Exception {
        var accepted = services.send(HttpRequest.newBuilder(prompts)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(accepted.statusCode()).as(key).isEqualTo(202);
        var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
        return reader.awaitImages(1, LIMIT, id).get(0);
    }

    private static String body(String thing) {
        return "{\"prompt\":\"%s for %s\",\"seed\":7,\"steps\":6,\"width\":%d,\"height\":%d}"
                .formatted(thing, SECRET, SIDE, SIDE);
    }

    /** Draws all things by HTTP, and one of them also by Kafka, with a decoder of that policy; returns the ends. */
    private Map<String, JsonNode> draw(String policy, TopicReader reader) throws Exception {
        var own = new HashMap<>(settings);
        own.put("CALOTYPE_DECODER_UNSAFE_PICTURES", policy);
        var ends = new TreeMap<String, JsonNode>();
        try (var decoder = services.start("decoder", bucket, own);
                var producer = new OutsideProducer(services.kafka())) {
            decoder.firstReady().join();
            for (var thing : THINGS) {
                var body = body(thing);
                ends.put(thing, drawByHttp(body, reader));
                if (ends.size() == 1) {
                    producer.binary(policy, body);
                    ends.put("by Kafka", reader.awaitImages(1, LIMIT, policy).get(0));
                }
            }
        }
        return ends;
    }

    private JsonNode drawByHttp(String body, TopicReader reader) throws Exception {
        var accepted = services.send(HttpRequest.newBuilder(services.uri("gateway", "/v1/prompts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(accepted.statusCode()).isEqualTo(202);
        var id = new ObjectMapper().readTree(accepted.body()).path("id").asText();
        var end = reader.awaitImages(1, LIMIT, id).get(0);
        var shown = await().atMost(LIMIT).until(() -> shown(id), image -> Set.of("completed", "failed")
                .contains(image.path("state").asText()));
        assertThat(shown.path("safety")).as("safety by HTTP").isEqualTo(shown(end.path("safety")));
        assertThat(shown.at("/problem/type").asText())
                .isEqualTo(end.at("/problem/type").asText());
        var picture = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(services.uri("gateway", "/v1/images/" + id + "/0"))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(picture.statusCode()).isEqualTo(end.has("problem") ? 404 : 200);
        return end;
    }

    /** What an event leaves out is null in the API. */
    private static JsonNode shown(JsonNode field) {
        var json = new ObjectMapper();
        return field.isMissingNode() ? json.nullNode() : field;
    }

    private JsonNode shown(String id) throws Exception {
        return new ObjectMapper()
                .readTree(services.get("gateway", "/v1/prompts/" + id))
                .at("/images/0");
    }

    private void assertSafety(JsonNode end, String safety) {
        assertThat(end.path("safety").asText()).isEqualTo(safety);
        assertThat(new Bucket(bucket).stat(end.path("key").asText()).userMetadata())
                .containsEntry("safety", safety);
    }

    private void assertRefused(JsonNode end, boolean found) {
        if (!found) {
            assertSafety(end, "passed");
            return;
        }
        assertThat(end.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
        assertThat(end.at("/problem/stage").asText()).isEqualTo("decode");
        assertThat(end.toString()).doesNotContain(SECRET);
        assertThat(new Bucket(bucket).keys(end.path("prompt_id").asText())).isEmpty();
    }

    private void nothingWasSeenBefore(TopicReader reader) {
        var progress = reader.after(
                        Duration.ofMillis(500), record -> record.topic().equals(Topics.PROGRESS))
                .map(TopicReader::data)
                .toList();
        assertThat(progress).anyMatch(step -> step.path("stage").asText().equals("denoise"));
        assertThat(progress).noneMatch(step -> step.has("preview"));
    }

    private List<Integer> pixels(JsonNode end) throws IOException {
        var bytes = new Bucket(bucket).get(end.path("key").asText());
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        int[] argb = picture.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
        return Arrays.stream(argb).boxed().toList();
    }
}
