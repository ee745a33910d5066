package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.contracts.stage.Stage;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    @Test
    void readsABareJsonPrompt() {
        // When
        var prompt = Events.promptRequested(
                "{\"prompt\":\"a red apple\",\"n\":2,\"seed\":7,\"metadata\":{\"order\":12}}".getBytes(UTF_8),
                "calotype.prompts-0-12-1700000000000",
                "kafka://calotype.prompts");
        // Then
        assertThat(prompt.origin().metadata().path("order").intValue()).isEqualTo(12);
        assertThat(prompt.parameters().output().n()).isEqualTo(2);
        assertThat(prompt.parameters()
                        .resolve(Samples.PACK, new ImageId("a", 1))
                        .sampling())
                .hasFieldOrPropertyWithValue("seed", new Seed(8))
                .hasFieldOrPropertyWithValue("steps", 20);
    }

    @Test
    void promptComesBack() {
        // Given
        var prompt = new PromptRequested(Samples.ORIGIN, PromptParameters.of("a cat"));
        // Then
        assertThat(Events.promptRequested(Events.of(prompt))).isEqualTo(prompt);
    }

    @Test
    void webhookComesBackInEveryEvent() {
        // Given
        var webhook = WebhookUrl.parse("https://hooks.example.com/calotype?token=7");
        var origin = new Origin("apple-7", "/shop", null, Samples.ORIGIN.metadata(), webhook);
        var prompt = Events.of(new PromptRequested(origin, PromptParameters.of("a cat")));
        var task = new ImageTask(
                new RequestedImage(Samples.ID, origin, "a".repeat(64)),
                Samples.SPEC,
                Samples.TASK.packDigest(),
                Samples.TASK.requestedAt(),
                Samples.TASK.timings());
        // Then
        assertThat(Events.promptRequested(prompt).origin()).isEqualTo(origin);
        assertThat(Events.originOf(prompt)).contains(origin);
        assertThat(Events.imageOutcome(Events.of(new ImageCancelled(Samples.ID, origin)))
                        .origin())
                .isEqualTo(origin);
        assertThat(TaskJson.read(TaskJson.write(task))).isEqualTo(task);
    }

    @Test
    void cancellationsComeBack() {
        // Given
        var prompt = new PromptCancelled("apple-7", "/shop");
        var image = new ImageCancelled(Samples.ID, Samples.ORIGIN, "too dark");
        var one = new PromptCancelled("apple-7", 15, "too dark", "/shop");
        // Then
        assertThat(Events.promptDecision(Events.of(one))).isEqualTo(one);
        assertThat(Events.of(one).getId()).isEqualTo("apple-7/15");
        assertThatThrownBy(() -> new PromptCancelled("apple-7", null, "x".repeat(257), "/shop"))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: reason is 257 code points long; it must be from 1 to 256");
        assertThat(Events.promptDecision(Events.of(prompt))).isEqualTo(prompt);
        assertThat(Events.imageCancelled(Events.of(image))).isEqualTo(image);
    }

    @Test
    void pausesComeBackAndEachIsAnEventOfItsOwn() {
        // Given
        var prompt = new PromptPaused("apple-7", null, "/shop");
        var image = new PromptResumed("apple-7", 15, "/shop");
        // Then
        assertThat(Events.promptDecision(Events.of(prompt))).isEqualTo(prompt);
        assertThat(Events.promptDecision(Events.of(image))).isEqualTo(image);
        assertThat(Events.of(prompt).getId()).isNotEqualTo(Events.of(prompt).getId());
        assertThat(Events.of(prompt).getSubject()).isEqualTo("apple-7");
    }

    @Test
    void aPauseOfAnImageThatCannotBeIsRefused() {
        // Given
        var sixteenth = CloudEventBuilder.v1(Events.of(new PromptPaused("apple-7", null, "/shop")))
                .withData(Events.JSON, "{\"prompt_id\":\"apple-7\",\"index\":16}".getBytes(UTF_8))
                .build();
        // Then
        assertThatThrownBy(() -> Events.promptDecision(sixteenth))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("index");
        assertThatThrownBy(() -> Events.promptDecision(Events.of(new ImageCancelled(Samples.ID, Samples.ORIGIN))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("neither cancels, pauses nor resumes");
    }

    @Test
    void anErasureComesBack() {
        // Given
        var all = new ErasureRequested("e-1", "/shop/labels", "apple-7", null);
        var one = new ErasureRequested("e-2", "/shop/labels", "apple-7", 15);
        // Then
        assertThat(Events.erasureRequested(Events.of(all))).isEqualTo(all);
        assertThat(Events.erasureRequested(Events.of(one))).isEqualTo(one);
    }

    @Test
    void anErasureByAnotherSourceIsAConflictAndNoEnd() {
        // Given
        var erasure = new ErasureRequested("e-1", "/somebody/else", "apple-7", null);
        // When
        var event = Conflicts.event(erasure, Samples.ID);
        // Then
        assertThat(Conflicts.isConflict(event)).isTrue();
        assertThat(event.getId()).startsWith("apple-7/1/conflict/");
        assertThat(Events.imageOutcome(event)).isInstanceOfSatisfying(ImageFailed.class, failed -> {
            assertThat(failed.problem().type()).isEqualTo(ProblemType.CONFLICT);
            assertThat(failed.origin().source()).isEqualTo("/somebody/else");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | prompt_id",
                "{\"prompt_id\":\"apple-7\",\"index\":16} | index",
                "{\"prompt_id\":\"a/b\"} | id must be",
                "{\"prompt_id\":\"apple-7\",\"why\":1} | why"
            })
    void anErasureThatCannotBeReadIsRefused(String data, String field) {
        // Given
        var event = CloudEventBuilder.v1(Events.of(new ErasureRequested("e-1", "/shop", "apple-7", null)))
                .withData(Events.JSON, data.getBytes(UTF_8))
                .build();
        // Then
        assertThatThrownBy(() -> Events.erasureRequested(event))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(field);
    }

    @Test
    void completedSaysWhatThePromptMeansOnlyIfToldTo() {
        // When
        var event = Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, null, null));
        var telling = Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, Samples.SHOWN));
        // Then
        assertThat(event.getId()).isEqualTo("apple-7/1");
        assertThat(event.getSource()).hasToString("/calotype");
        assertThat(event.getSubject()).isEqualTo("order-12");
        assertThat(json(event))
                .isEqualTo("{\"image_id\":\"apple-7/1\",\"prompt_id\":\"apple-7\",\"index\":1,"
                        + "\"source\":\"/shop/labels\",\"subject\":\"order-12\",\"metadata\":{\"order\":12},"
                        + "\"model\":\"pictograms\",\"pack_digest\":\"" + "d".repeat(64) + "\","
                        + "\"prompt_weights\":\"a1111\",\"width\":256,\"height\":192,\"seed\":18446744073709551615,\"steps\":12,"
                        + "\"guidance_scale\":4.5,\"scheduler\":\"euler\","
                        + "\"timings\":{\"encode\":{\"queue_ms\":3,\"compute_ms\":40}},"
                        + "\"bucket\":\"calotype\",\"key\":\"images/apple-7/1.webp\",\"sha256\":\""
                        + "a".repeat(64)
                        + "\",\"size\":1234,\"content_type\":\"image/webp\",\"safety\":\"marked\"}");
        assertThat(json(telling))
                .contains(
                        "\"safety\":\"marked\",\"prompt\":\"a red apple\",\"prompt_embedding\":\"AAAAPwAAAD8AAAA/AAAAvw==\","
                                + "\"image_embedding\":\"AAAAPwAAAD8AAAA/AAAAvw==\",\"prompt_similarity\":0.5}");
    }

    @Test
    void failedCarriesTheProblem() {
        // Given
        var problem = new Problem(ProblemType.LIMIT_EXCEEDED, "steps is 501", Stage.ENCODE, "steps");
        // When
        var event = Events.of(new ImageFailed(Samples.ID, Samples.ORIGIN, problem));
        // Then
        assertThat(json(event))
                .contains("\"problem\":{\"type\":\"urn:calotype:problem:limit-exceeded\","
                        + "\"title\":\"A parameter is outside its limits\",\"detail\":\"steps is 501\","
                        + "\"stage\":\"encode\",\"field\":\"steps\"}");
    }

    @Test
    void outcomesComeBackToThoseWhoWait() {
        // Given
        var failed = new ImageFailed(
                Samples.ID, Samples.ORIGIN, new Problem(ProblemType.TOO_LARGE, "too large", Stage.DENOISE, null));
        var cancelled = new ImageCancelled(Samples.ID, Samples.ORIGIN);
        var completed = new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, Samples.SHOWN);
        var spec = Samples.SPEC;
        // Then
        assertThat(Events.imageOutcome(Events.of(failed))).isEqualTo(failed);
        assertThat(Events.imageOutcome(Events.of(cancelled))).isEqualTo(cancelled);
        assertThat(Events.imageOutcome(Events.of(completed)))
                .isEqualTo(new StoredImage(
                        Samples.ID,
                        Samples.ORIGIN,
                        spec.model(),
                        Samples.TASK.packDigest(),
                        spec.size(),
                        spec.sampling(),
                        Samples.TASK.timings(),
                        Samples.PICTURE,
                        Samples.MEANING,
                        Samples.SHOWN));
    }

    @Test
    void anEnlargedPictureComesBackWithItsOriginal() {
        // Given
        var task = Samples.upscaled(Samples.TASK);
        var event = Events.of(new ImageCompleted(task, Samples.PICTURE, null, null, Samples.ORIGINAL));
        // When
        var stored = (StoredImage) Events.imageOutcome(event);
        // Then
        assertThat(stored.upscale()).isEqualTo(2);
        assertThat(stored.imageSize()).isEqualTo(Samples.SPEC.size());
        assertThat(stored.picture()).isEqualTo(Samples.PICTURE);
        assertThat(stored.original()).isEqualTo(Samples.ORIGINAL);
        assertThat(json(event))
                .contains("\"scheduler\":\"euler\",\"upscale\":2,")
                .contains("\"original\":{\"key\":\"images/apple-7/1.original.webp\",\"sha256\":\"" + "b".repeat(64)
                        + "\",\"size\":123,\"content_type\":\"image/webp\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"images/apple-7/1.webp", "images/apple-7/0.original.webp", "claims/apple-7/1/a"})
    void anOriginalIsNoObjectButTheImagesOwn(String key) {
        // Given
        var original = new StoredPicture("calotype", key, "a".repeat(64), 1, "image/webp");
        var forged =
                Events.of(new ImageCompleted(Samples.upscaled(Samples.TASK), Samples.PICTURE, null, null, original));
        // Then
        assertThatThrownBy(() -> Events.imageOutcome(forged)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"prompt_similarity\":2", "\"prompt_similarity\":\"far\"", "\"image_embedding\":\"AAAA\""})
    void whatAPictureShowsIsCheckedWhereItIsTold(String wrong) {
        // Given
        var event = Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, Samples.SHOWN));
        var name = wrong.substring(0, wrong.indexOf(':'));
        var json = json(event).replaceAll(name + ":[^,}]+", wrong);
        var forged = CloudEventBuilder.v1(event)
                .withData(Events.JSON, json.getBytes(UTF_8))
                .build();
        // Then
        assertThatThrownBy(() -> Events.imageOutcome(forged)).isInstanceOf(Refusal.class);
    }

    @Test
    void anOlderCompletedEventShowsNothing() {
        // Given
        var older = Events.of(new ImageCompleted(Samples.TASK, Samples.PICTURE, Samples.MEANING, null));
        // Then
        assertThat(json(older)).doesNotContain("image_embedding", "prompt_similarity");
        assertThat(((StoredImage) Events.imageOutcome(older)).shown()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claims/apple-7/1/a.safetensors",
                "images/apple-7/0.webp",
                "images/apple-8/1.webp",
                "images/apple-7/1.webp/x",
                "../x"
            })
    void aCompletedImageNamesNoObjectButItsOwn(String key) {
        // Given
        var picture = new StoredPicture("calotype", key, "a".repeat(64), 1234, "image/webp");
        var forged = Events.of(new ImageCompleted(Samples.TASK, picture, Samples.MEANING, null));
        // Then
        assertThatThrownBy(() -> Events.imageOutcome(forged))
                .isInstanceOf(Refusal.class)
                .hasMessage("MALFORMED_EVENT: key is not that of the image's own picture");
    }

    @Test
    void progressComesBack() {
        // Given
        var progress = new ImageProgress(
                        Samples.ID,
                        Samples.ORIGIN,
                        Stage.DENOISE,
                        3,
                        20,
                        new byte[] {1, 2, 3},
                        "image/jpeg",
                        List.of("a", "cat"))
                .withWarnings(List.of("the prompt is cut", "does not know 'castle'"));
        // When
        var event = Events.of(progress);
        // Then
        assertThat(event.getId()).isEqualTo("apple-7/1/denoise/3");
        assertThat(Events.imageProgress(event)).usingRecursiveComparison().isEqualTo(progress);
    }

    @Test
    void anEncoderThatKnowsNoListOfWarningsIsUnderstood() {
        // Given
        var event = CloudEventBuilder.v1(Events.of(ImageProgress.of(Samples.TASK, Stage.ENCODE, 1, 1)))
                .withData(
                        Events.JSON,
                        json(Events.of(ImageProgress.of(Samples.TASK, Stage.ENCODE, 1, 1)))
                                .replaceFirst("\\{", "{\"warning\":\"the prompt is cut\",")
                                .getBytes(UTF_8))
                .build();
        // Then
        assertThat(Events.imageProgress(event).warnings()).containsExactly("the prompt is cut");
    }

    @Test
    void aReaderThatKnowsNoListOfWarningsFindsTheFirst() {
        // When
        var event = Events.of(ImageProgress.of(Samples.TASK, Stage.ENCODE, 1, 1).withWarnings(List.of("one", "two")));
        // Then
        assertThat(json(event)).contains("\"warning\":\"one\",\"warnings\":[\"one\",\"two\"]");
    }

    @Test
    void aTerminalEventHasTheSameIdWhateverItSays() {
        // Given
        var origin = Origin.of("apple-7", "/shop");
        var problem = new Problem(ProblemType.INTERNAL, "oops", null, null);
        // When
        var failed = Events.of(new ImageFailed(Samples.ID, origin, problem));
        var cancelled = Events.of(new ImageCancelled(Samples.ID, origin));
        // Then
        assertThat(failed.getId()).isEqualTo(cancelled.getId()).isEqualTo("apple-7/1");
        assertThat(failed.getSource()).isEqualTo(cancelled.getSource());
        assertThat(failed.getSubject()).isEqualTo("apple-7/1");
    }

    @Test
    void passesOverWhatALaterVersionAdds() {
        // Given
        var event = CloudEventBuilder.v1(Events.of(new ImageCancelled(Samples.ID, Samples.ORIGIN)))
                .withData(
                        Events.JSON,
                        "{\"image_id\":\"a/0\",\"prompt_id\":\"a\",\"index\":0,\"source\":\"/a\",\"new\":1}"
                                .getBytes(UTF_8))
                .build();
        // Then
        assertThat(Events.imageCancelled(event).id()).hasToString("a/0");
    }

    private static String json(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
    }
}
