package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import io.calotype.inference.pack.ModelPack;
import io.calotype.local.describe.ApplePhoto;
import io.calotype.local.describe.PictureWords;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gallery searched by what its pictures show, on the real pipeline. */
class ShownPicturesIT {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> PROMPTS = Map.of(
            "shown-dog-3d", "a dog",
            "shown-dog-flat", "a dog, flat",
            "shown-dog-pixel", "a dog, pixel art",
            "shown-cat-3d", "a cat",
            "shown-cat-flat", "a cat, flat",
            "shown-apple-3d", "an apple",
            "shown-apple-oil", "an apple, oil painting",
            "shown-house", "a house");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static WholeStack stack;

    @BeforeAll
    static void draw() {
        stack = WholeStack.running();
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            PROMPTS.forEach((id, prompt) -> producer.binary(id, "{\"prompt\":\"%s\",\"seed\":3}".formatted(prompt)));
            reader.awaitImages(PROMPTS.size(), LIMIT, "shown-");
        }
        await().atMost(LIMIT).ignoreExceptions().until(() -> found("").size() == PROMPTS.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shown-dog-3d", "shown-dog-flat", "shown-dog-pixel"})
    void aDogFindsTheOtherDogsBeforeAnyCat(String dog) throws Exception {
        // When
        var found = found("&like_image=" + dog + "/0");
        // Then
        assertThat(found).hasSize(PROMPTS.size() - 1).doesNotContain(dog);
        assertThat(found.subList(0, 2)).allMatch(id -> id.startsWith("shown-dog"));
    }

    @Test
    void aTextFindsWhatPicturesShow() throws Exception {
        assertThat(found("&like=kitten").subList(0, 2)).containsExactlyInAnyOrder("shown-cat-3d", "shown-cat-flat");
    }

    @Test
    void anUploadedPhotographOfAnAppleFindsApples() throws Exception {
        // Given
        var upload = HttpRequest.newBuilder(stack.gateway().resolve("/v1/inputs"))
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(ApplePhoto.png()))
                .build();
        var key = JSON.readTree(HTTP.send(upload, BodyHandlers.ofString()).body())
                .path("key")
                .asText();
        // Then
        assertThat(found("&like_image=" + key).subList(0, 2))
                .containsExactlyInAnyOrder("shown-apple-3d", "shown-apple-oil");
    }

    @Test
    void aPictureIsDescribedByItsThing() {
        // Given
        var picture = stack.bucket().get("images/shown-dog-flat/0.png");
        var pack = ModelPack.open(Path.of(System.getProperty("calotype.root", "../.."), "models/pictograms"));
        // Then
        assertThat(PictureWords.nearestFirst(pack, "dog.png", picture).subList(0, 3))
                .extracting(PictureWords.Word::word)
                .contains("dog");
    }

    @Test
    void aPictureLiesNearItsPromptOnTheMap() throws Exception {
        // When
        var own = similarity("a dog", "shown-dog-3d/0");
        var other = similarity("a house", "shown-dog-3d/0");
        // Then
        assertThat(own).isGreaterThan(other + 0.2);
    }

    private static double similarity(String text, String image) throws Exception {
        var query = "text=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&image=" + image;
        return get("/v1/models/pictograms/meaning?" + query)
                .at("/picture/similarity")
                .asDouble();
    }

    /** The prompts of this test's pictures, as the gallery orders them. */
    private static List<String> found(String query) throws Exception {
        return WholeGallery.ids(stack.gateway(), query, "shown-").stream()
                .map(id -> id.substring(0, id.indexOf('/')))
                .toList();
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(stack.gateway().resolve(path)).build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
