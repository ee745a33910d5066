package io.calotype.gateway.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.event.ImageMeaning;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.gateway.meaning.KnownWords;
import io.calotype.gateway.testing.FakeEncoder;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gallery and the map of meaning, with the real vocabulary of the built-in pack. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class GalleryIT extends GatewayTestCase {

    private final String mark = "m" + UUID.randomUUID().toString().replace("-", "");
    private FakeEncoder encoder;

    @Inject
    ObjectStore store;

    @BeforeEach
    void startEncoder() {
        for (var upload : List.of("inputs/apple.png", "inputs/broken.png")) {
            store.putIfAbsent(upload, new byte[] {1}, "image/png", Map.of());
        }
        encoder = new FakeEncoder(kafka, KnownWords::vector);
    }

    @AfterEach
    void stopEncoder() {
        encoder.close();
    }

    @Test
    void pagesGoFromTheNewestToTheOldest() {
        // Given
        for (var word : List.of("apple", "cat", "dog", "king", "queen")) {
            picture(word);
        }
        awaitPictures(5);
        // When
        var seen = new ArrayList<String>();
        var cursor = "";
        int pages = 0;
        do {
            var page = Gateway.json(gateway.get("/v1/images?limit=2&q=" + mark + "&cursor=" + cursor));
            page.path("images").forEach(image -> seen.add(word(image)));
            cursor = page.path("next_cursor").asText("");
            pages++;
        } while (!cursor.isEmpty() && pages < 9);
        // Then
        assertThat(seen).containsExactly("queen", "king", "dog", "cat", "apple");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aPictureIsShownAsTheApiShowsItWithItsPrompt() {
        // Given
        picture("apple");
        // When
        var image = awaitPictures(1).get(0);
        // Then
        assertThat(image.path("url").asText()).isEqualTo("/v1/images/" + mark + "-apple/0");
        assertThat(image.path("state").asText()).isEqualTo("completed");
        assertThat(image.path("prompt").asText()).isEqualTo("An APPLE for " + mark);
        assertThat(image.path("created_at").asText()).endsWith("Z");
        assertThat(image.has("score")).isFalse();
        assertThat(image.has("image")).isFalse();
    }

    @Test
    void textIsFoundInAnyCaseAndAllWordsMustBeThere() {
        // Given
        picture("apple");
        picture("cat");
        awaitPictures(2);
        // Then
        assertThat(words("q=" + mark.toUpperCase(Locale.ROOT) + "%20Apple")).containsExactly("apple");
        assertThat(words("q=" + mark + "%20apple%20cat")).isEmpty();
        assertThat(words("model=other&q=" + mark)).isEmpty();
        assertThat(words("model=pictograms&q=" + mark)).containsExactly("cat", "apple");
    }

    @Test
    void likeOrdersByMeaning() {
        // Given
        for (var word : List.of("queen", "banana", "king", "boat")) {
            picture(word);
        }
        awaitPictures(4);
        // When
        var first = Gateway.json(gateway.get("/v1/images?limit=2&like=monarch&q=" + mark));
        var cursor = first.path("next_cursor").asText();
        var second = Gateway.json(gateway.get("/v1/images?limit=2&like=monarch&q=" + mark + "&cursor=" + cursor));
        // Then
        assertThat(words(first)).containsExactlyInAnyOrder("king", "queen");
        assertThat(words(second)).containsExactlyInAnyOrder("banana", "boat");
        assertThat(second.path("next_cursor").isNull()).isTrue();
        var scores = new ArrayList<Double>();
        first.path("images").forEach(image -> scores.add(image.path("score").asDouble()));
        second.path("images").forEach(image -> scores.add(image.path("score").asDouble()));
        assertThat(scores).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(scores.get(0)).isBetween(0.3, 1.0);
    }

    @Test
    void likeGoesByPromptsAndByWhatPicturesShow() {
        // Given
        picture("banana", "king");
        picture("queen", "boat");
        picture("monarch");
        awaitPictures(3);
        // Then: the first by its prompt alone; a banana that shows a king comes before a queen that shows a boat
        assertThat(words("like=king&q=" + mark)).containsExactly("monarch", "banana", "queen");
    }

    @Test
    void aPictureFindsThoseThatShowTheSameButNotItself() {
        // Given
        picture("banana", "king");
        picture("apple", "queen");
        picture("cat", "boat");
        picture("dog");
        awaitPictures(4);
        // Then: the last, an older event, does not say what it shows
        assertThat(words("like_image=" + mark + "-banana/0&q=" + mark)).containsExactly("apple", "cat");
        // And it can be asked for all the same: then the encoder looks at it
        picture("wolf", "dog");
        awaitPictures(5);
        assertThat(words("like_image=" + mark + "-dog/0&q=" + mark).get(0)).isEqualTo("wolf");
    }

    @Test
    void anUploadedPictureFindsThoseThatShowTheSame() {
        // Given
        picture("banana", "king");
        picture("cat", "apple");
        awaitPictures(2);
        // When
        var found = Gateway.json(gateway.get("/v1/images?like_image=inputs/apple.png&q=" + mark));
        // Then
        assertThat(words(found)).containsExactly("cat", "banana");
        assertThat(found.at("/images/0/score").asDouble()).isGreaterThan(0.999);
        assertThat(found.at("/images/0/prompt_similarity").asDouble()).isEqualTo(1);
    }

    @Test
    void aPictureThatCannotBeSearchedForIsRefused() {
        // Given
        picture("banana", "king");
        awaitPictures(1);
        // Then
        var broken = gateway.get("/v1/images?like_image=inputs/broken.png");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(broken).path("detail").asText()).isEqualTo("picture cannot be read as PNG");
    }

    @Test
    void aPictureLiesOnTheMapBesideItsPrompt() {
        // Given
        picture("banana", "king");
        awaitPictures(1);
        var map = "/v1/models/pictograms/meaning?image=" + mark + "-banana/0";
        // When
        var alone = Gateway.json(gateway.get(map));
        var beside = Gateway.json(gateway.get(map + "&text=queen"));
        var upload = Gateway.json(gateway.get("/v1/models/pictograms/meaning?text=apple&image=inputs/apple.png"));
        // Then
        assertThat(alone.at("/words/0/word").asText()).isEqualTo("king");
        assertThat(alone.at("/picture/x").asDouble())
                .isCloseTo(alone.at("/words/0/x").asDouble(), within(0.05));
        assertThat(alone.at("/picture/similarity").isNull()).isTrue();
        assertThat(beside.at("/words/0/word").asText()).isEqualTo("queen");
        assertThat(beside.at("/picture/similarity").asDouble())
                .isEqualTo(KnownWords.vector("king").cosine(KnownWords.vector("queen")));
        assertThat(beside.at("/picture/closer_than").asDouble()).isBetween(0.9, 0.999);
        assertThat(upload.at("/picture/similarity").asDouble()).isGreaterThan(0.999);
        assertThat(upload.at("/picture/shows/0").asText()).isEqualTo("apple");
    }

    @ParameterizedTest
    @CsvSource({
        "like=a&like_image=p/0, like_image",
        "like_image=inputs/../ends, like_image",
        "like_image=p, like_image",
        "limit=0, limit",
        "limit=101, limit",
        "limit=many, limit",
        "limit=2&limit=3, limit",
        "cursor=x, cursor",
        "like=a%00b, like"
    })
    void whatIsWrongWithAQueryIsToldByName(String query, String field) {
        // When
        var answer = gateway.get("/v1/images?" + query);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).path("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/images?like_image=unknown/0",
                "/v1/images?like_image=inputs/none.png",
                "/v1/models/pictograms/meaning?image=inputs/none.png"
            })
    void aPictureThatIsNotThereIsNotFound(String path) {
        assertThat(gateway.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aTextLiesAmongTheWordsNearestToIt() {
        // When
        var meaning = Gateway.json(gateway.get("/v1/models/pictograms/meaning?text=monarch"));
        // Then
        assertThat(meaning.path("tokens")).hasSize(3);
        assertThat(meaning.at("/words/0/word").asText()).isEqualTo("monarch");
        assertThat(meaning.at("/words/0/similarity").asDouble()).isGreaterThan(0.999);
        assertThat(meaning.at("/prompt/x").asDouble())
                .isEqualTo(meaning.at("/words/0/x").asDouble());
        assertThat(meaning.at("/prompt/y").asDouble()).isBetween(-1.0, 1.0);
    }

    @Test
    void theWordsAloneNeedNoEncoder() {
        // When
        var answer = gateway.get("/v1/models/pictograms/meaning");
        // Then
        var meaning = Gateway.json(answer);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(meaning.path("prompt").isNull()).isTrue();
        assertThat(meaning.path("words")).hasSizeGreaterThan(40);
        assertThat(gateway.get("/v1/models/unknown/meaning").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/models/..%2Fpictograms/meaning").statusCode())
                .isBetween(400, 404);
        assertThat(gateway.get("/v1/models/pictograms/meaning?text=%20").statusCode())
                .isEqualTo(400);
    }

    private void picture(String word) {
        picture(word, null);
    }

    /** A picture whose prompt says a word, and which shows another. */
    private void picture(String word, @Nullable String shown) {
        var meaning =
                new PromptMeaning("An " + word.toUpperCase(Locale.ROOT) + " for " + mark, KnownWords.vector(word));
        pipeline.completed(
                mark + "-" + word, 0, meaning, shown == null ? null : new ImageMeaning(KnownWords.vector(shown), 1.0));
    }

    private List<JsonNode> awaitPictures(int count) {
        var images = new ArrayList<JsonNode>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            images.clear();
            Gateway.json(gateway.get("/v1/images?q=" + mark)).path("images").forEach(images::add);
            return images.size() == count;
        });
        return images;
    }

    private List<String> words(String query) {
        return words(Gateway.json(gateway.get("/v1/images?" + query)));
    }

    private static List<String> words(JsonNode page) {
        var words = new ArrayList<String>();
        page.path("images").forEach(image -> words.add(word(image)));
        return words;
    }

    private static String word(JsonNode image) {
        var id = image.path("id").asText();
        return id.substring(id.indexOf('-') + 1, id.indexOf('/'));
    }
}
