package io.calotype.gateway.owner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.meaning.KnownWords;
import io.calotype.gateway.testing.CallersWithKeys;
import io.calotype.gateway.testing.FakePipeline;
import io.calotype.gateway.testing.Form;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.StoredSteps;
import io.calotype.gateway.testing.ToolClient;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is somebody's is there for nobody else: every path and method of the API, and every tool, has its row here. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(CallersWithKeys.class)
class OwnersIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ALICE = Owners.ofCaller("alice");
    private static final String[] NOBODY = {};

    /** A request about an image of alice. */
    private interface Call {
        HttpResponse<String> of(ImageId image, String... key) throws IOException, InterruptedException;
    }

    /**
     * What is answered.
     *
     * @param owner the status for alice
     * @param other the status for bob, who is answered as if there was no such image
     */
    private record Row(int owner, int other, Call call) {}

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    ObjectStore store;

    private Gateway gateway;
    private FakePipeline pipeline;

    @BeforeEach
    void connect() {
        gateway = Gateway.at(address);
        pipeline = new FakePipeline(kafka, ALICE);
    }

    @AfterEach
    void disconnect() {
        pipeline.close();
    }

    private Map<String, Row> ofEndedImages() {
        var rows = new TreeMap<String, Row>();
        rows.put("GET /v1/prompts/{id}", new Row(200, 404, get("/v1/prompts/PROMPT")));
        rows.put("GET /v1/prompts/{id}/events", new Row(200, 404, get("/v1/prompts/PROMPT/events")));
        rows.put("GET /v1/images/{prompt}/{index}", new Row(200, 404, get("/v1/images/IMAGE")));
        rows.put("GET /v1/images/{prompt}/{index}/original", new Row(200, 404, get("/v1/images/IMAGE/original")));
        rows.put("GET /v1/images/{prompt}/{index}/steps", new Row(200, 404, get("/v1/images/IMAGE/steps")));
        rows.put(
                "DELETE /v1/images/{prompt}/{index}",
                new Row(200, 404, (image, key) -> gateway.send("DELETE", "/v1/images/" + image, "", key)));
        rows.put("GET /v1/models/{model}/meaning", new Row(200, 404, get("/v1/models/pictograms/meaning?image=IMAGE")));
        rows.put("GET /v1/images", new Row(200, 404, get("/v1/images?like_image=IMAGE")));
        rows.put(
                "POST /v1/prompts",
                new Row(
                        202,
                        400,
                        (image, key) -> post(
                                "/v1/prompts", "{\"prompt\":\"a fox\",\"image\":\"images/" + image + ".png\"}", key)));
        rows.put("POST /v1/prompts, mask", new Row(202, 400, (image, key) -> post("/v1/prompts", masked(image), key)));
        rows.put(
                "POST /v1/prompts, branch",
                new Row(202, 400, (image, key) -> post("/v1/prompts", branch(image, 9), key)));
        rows.put(
                "POST /v1/prompts, branch from a step that is not kept",
                new Row(400, 400, (image, key) -> post("/v1/prompts", branch(image, 10), key)));
        // Nothing draws here: what is accepted takes too long.
        rows.put(
                "POST /v1/images/generations",
                new Row(504, 400, (image, key) -> post("/v1/images/generations", branch(image, 9), key)));
        rows.put("POST /v1/images/edits", new Row(504, 400, this::edit));
        return rows;
    }

    private Map<String, Row> ofOpenPrompts() {
        var rows = new TreeMap<String, Row>();
        rows.put(
                "DELETE /v1/prompts/{id}",
                new Row(202, 404, (image, key) -> gateway.send("DELETE", "/v1/prompts/" + image.promptId(), "", key)));
        for (var decision : List.of("pause", "resume")) {
            rows.put(
                    "POST /v1/prompts/{id}/" + decision,
                    new Row(
                            202,
                            404,
                            (image, key) -> post("/v1/prompts/" + image.promptId() + "/" + decision, "", key)));
        }
        return rows;
    }

    /** Uploads have the digest of their content as a name: who knows it has the picture. */
    private Map<String, Row> ofEverybody() {
        var rows = new TreeMap<String, Row>();
        store.putIfAbsent("inputs/everybodys.png", new byte[1], "image/png", Map.of());
        rows.put("POST /v1/inputs", new Row(400, 400, (image, key) -> upload(key)));
        rows.put("GET /v1/inputs/{name}", new Row(200, 200, get("/v1/inputs/everybodys.png")));
        rows.put("GET /v1/models", new Row(200, 200, get("/v1/models")));
        rows.put("GET /v1/models/{model}", new Row(200, 200, get("/v1/models/pictograms")));
        return rows;
    }

    @Test
    void everyPathAndMethodHasARow() {
        // Given
        var rows = new TreeSet<String>();
        List.of(ofEndedImages(), ofOpenPrompts(), ofEverybody())
                .forEach(some -> some.keySet().forEach(row -> rows.add(row.split(",", 2)[0])));
        // When
        var described = new TreeSet<String>();
        Gateway.json(gateway.get("/openapi?format=json"))
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        // Then
        assertThat(rows).isEqualTo(described);
    }

    @Test
    void anEndedImageIsItsOwnersAlone() throws Exception {
        for (var row : ofEndedImages().entrySet()) {
            assertRow(row.getKey(), row.getValue(), ended());
        }
    }

    @Test
    void anOpenPromptIsItsOwnersAlone() throws Exception {
        for (var row : ofOpenPrompts().entrySet()) {
            assertRow(row.getKey(), row.getValue(), open("alice"));
        }
    }

    @Test
    void whatIsEverybodysWantsAKeyAllTheSame() throws Exception {
        for (var row : ofEverybody().entrySet()) {
            assertRow(
                    row.getKey(), row.getValue(), new ImageId(UUID.randomUUID().toString(), 0));
        }
    }

    /** The owner is the last to ask, since some requests end what they are about. */
    private void assertRow(String name, Row row, ImageId image) throws Exception {
        var unknown = new ImageId(UUID.randomUUID().toString(), 0);
        var nobody = row.call().of(image, NOBODY);
        var other = row.call().of(image, key("bob"));
        var nothing = row.call().of(unknown, key("bob"));
        var owner = row.call().of(image, key("alice"));
        assertThat(nobody.statusCode()).as("%s without a key", name).isEqualTo(401);
        assertThat(other.statusCode()).as("%s of somebody else", name).isEqualTo(row.other());
        assertThat(nameless(other, image)).as("%s of somebody else", name).isEqualTo(nameless(nothing, unknown));
        assertThat(owner.statusCode())
                .as("%s of the owner: %s", name, owner.body())
                .isEqualTo(row.owner());
    }

    private static String nameless(HttpResponse<String> answer, ImageId image) {
        return answer.statusCode() + " " + answer.body().replace(image.promptId(), "ID");
    }

    @Test
    void listsHoldTheCallersPicturesAlone() {
        // Given
        var image = ended();
        // Then
        assertThat(gateway.get("/v1/images", key("alice")).body()).contains(image.toString());
        assertThat(gateway.get("/v1/images", key("bob")).body()).doesNotContain(image.toString());
        assertThat(gateway.get("/v1/images", key("ops")).body()).contains(image.toString());
    }

    @Test
    void aPictureThatNoGatewayRemembersIsItsOwnersStill() {
        // Given
        var image = stored(new ImageId(UUID.randomUUID().toString(), 0), ALICE);
        // Then
        assertThat(statuses("/v1/images/" + image)).containsExactly(200, 404, 200);
        assertThat(statuses("/v1/images/" + image + "/steps")).containsExactly(200, 404, 200);
    }

    @Test
    void whatHasNoOwnersNameIsAllCallersAndWhatCameOverKafkaIsItsSourcesAndOperators() throws Exception {
        // Given
        var nameless = new ImageId(UUID.randomUUID().toString(), 0);
        var shops = new ImageId(UUID.randomUUID().toString(), 0);
        var older = new ImageId(UUID.randomUUID().toString(), 0);
        try (var gateways = new FakePipeline(kafka, Owners.GATEWAY);
                var shop = new FakePipeline(kafka, "/shop")) {
            gateways.completed(nameless.promptId(), 0);
            shop.completed(shops.promptId(), 0);
        }
        store.putIfAbsent("images/" + older + ".png", new byte[1], "image/png", Map.of());
        await().atMost(LIMIT)
                .until(() -> gateway.get("/v1/prompts/" + shops.promptId(), key("ops"))
                                .statusCode()
                        == 200);
        // Then
        await().atMost(LIMIT)
                .until(() -> gateway.get("/v1/prompts/" + nameless.promptId(), key("bob"))
                                .statusCode()
                        == 200);
        assertThat(statuses("/v1/prompts/" + nameless.promptId())).containsExactly(200, 200, 200);
        assertThat(statuses("/v1/prompts/" + shops.promptId())).containsExactly(404, 404, 200);
        assertThat(statuses("/v1/images/" + older)).containsExactly(200, 200, 200);
    }

    @Test
    void decisionsAreMadeInTheNameOfTheOwner() {
        // Given
        var image = open("alice");
        // When
        gateway.send("DELETE", "/v1/prompts/" + image.promptId(), "", key("ops"));
        // Then
        try (var probe = new TopicProbe(kafka)) {
            var written = probe.await(
                    Topics.CANCELLATIONS, 1, LIMIT, record -> record.key().equals(image.promptId()));
            assertThat(TopicProbe.header(written.get(0), "ce_source")).isEqualTo(ALICE);
        }
    }

    @Test
    void theSameIdempotencyKeyOfTwoCallersIsTwoKeys() {
        // Given
        var name = UUID.randomUUID().toString();
        // When
        var alices = post("/v1/prompts", "{\"prompt\":\"a fox\"}", "X-API-Key", "alice-key", "Idempotency-Key", name);
        var bobs = post("/v1/prompts", "{\"prompt\":\"a cat\"}", "X-API-Key", "bob-key", "Idempotency-Key", name);
        // Then
        assertThat(bobs.statusCode()).isEqualTo(202);
        assertThat(Gateway.json(bobs).path("id"))
                .isNotEqualTo(Gateway.json(alices).path("id"));
    }

    @Test
    void toolsKnowTheirCaller() {
        // Given
        var image = ended();
        var open = open("alice");
        var alice = ToolClient.of(address, key("alice"));
        var bob = ToolClient.of(address, key("bob"));
        var prompt = "{\"prompt_id\":\"" + open.promptId() + "\"}";
        var calls = new TreeMap<String, String>();
        List.of("status", "pause", "resume", "cancel").forEach(tool -> calls.put(tool, prompt));
        calls.put("edit", "{\"prompt\":\"a fox\",\"image\":\"" + image + "\"}");
        calls.put("branch", branch(image, 9));
        calls.put("search", "{\"like_image\":\"" + image + "\"}");
        calls.put("generate", "{\"prompt\":\"a fox\",\"keep_steps\":0}");
        // Then
        var offered = new ArrayList<String>();
        alice.result("tools/list", "{}")
                .path("tools")
                .forEach(tool -> offered.add(tool.path("name").asText()));
        assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(offered);
        for (var tool : List.of("status", "pause", "resume", "edit", "branch", "search", "cancel")) {
            assertThat(bob.call(tool, calls.get(tool)).path("isError").asBoolean())
                    .as("%s of somebody else", tool)
                    .isTrue();
        }
        for (var tool : List.of("status", "pause", "resume", "search", "cancel")) {
            assertThat(alice.call(tool, calls.get(tool)).path("isError").asBoolean())
                    .as("%s of the owner", tool)
                    .isFalse();
        }
    }

    private List<Integer> statuses(String path) {
        return List.of("alice", "bob", "ops").stream()
                .map(name -> gateway.get(path, key(name)).statusCode())
                .toList();
    }

    private static String[] key(String name) {
        return CallersWithKeys.key(name);
    }

    private Call get(String path) {
        return (image, key) ->
                gateway.get(path.replace("PROMPT", image.promptId()).replace("IMAGE", image.toString()), key);
    }

    private HttpResponse<String> post(String path, String json, String... headers) {
        return gateway.post(path, json, headers);
    }

    private HttpResponse<String> edit(ImageId image, String... key) throws IOException, InterruptedException {
        var form = new Form()
                .text("prompt", "a fox")
                .text("image", "images/" + image + ".png")
                .post(address.resolve("/v1/images/edits"));
        var request = HttpRequest.newBuilder(form, (name, value) -> true);
        for (int i = 0; i < key.length; i += 2) {
            request.header(key[i], key[i + 1]);
        }
        return gateway.client().send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> upload(String... key) {
        var headers = Arrays.copyOf(key, key.length + 2);
        headers[key.length] = "Content-Type";
        headers[key.length + 1] = "image/png";
        return gateway.send("POST", "/v1/inputs", "no picture", headers);
    }

    private static String masked(ImageId image) {
        return "{\"prompt\":\"a fox\",\"image\":\"inputs/everybodys.png\",\"mask_image\":\"images/%s.png\"}"
                .formatted(image);
    }

    private static String branch(ImageId image, int step) {
        return "{\"prompt\":\"a fox\",\"parent\":\"%s\",\"parent_step\":%d}".formatted(image, step);
    }

    private ImageId open(String caller) {
        var accepted = post("/v1/prompts", "{\"prompt\":\"a red apple\"}", key(caller));
        return new ImageId(Gateway.json(accepted).path("id").asText(), 0);
    }

    private ImageId ended() {
        var image = stored(open("alice"), ALICE);
        pipeline.completed(image.promptId(), 0, null, new ImageMeaning(KnownWords.vector("apple"), 1.0));
        await().atMost(LIMIT).until(() -> gateway.get("/v1/prompts/" + image.promptId(), key("alice"))
                .body()
                .contains("completed"));
        return image;
    }

    /** What the store has of an image that has ended. */
    private ImageId stored(ImageId image, String source) {
        for (var picture : List.of(".png", ".original.png")) {
            store.putIfAbsent("images/" + image + picture, "a picture".getBytes(UTF_8), "image/png", Map.of());
        }
        var problem = new Problem(ProblemType.INTERNAL, "any end tells the source", null, null);
        var failed = new ImageFailed(image, Origin.of(image.promptId(), source), problem);
        var end = new ImageEnd(image, "a".repeat(64), Events.of(failed));
        store.putIfAbsent(ImageEnd.objectKey(image), end.toJson(), Events.JSON, Map.of());
        StoredSteps.keep(store, image, 9, source);
        return image;
    }
}
