package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.cloudevents.CloudEvent;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
        assertThat(prompt.parameters().n()).isEqualTo(2);
        assertThat(prompt.parameters().resolve(Samples.PACK, new io.calotype.contracts.spec.ImageId("a", 1)))
                .hasFieldOrPropertyWithValue("seed", new io.calotype.contracts.spec.Seed(8))
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
    void cancellationsComeBack() {
        // Given
        var prompt = new PromptCancelled("apple-7");
        var image = new ImageCancelled(Samples.ID, Samples.ORIGIN);
        // Then
        assertThat(Events.promptCancelled(Events.of(prompt))).isEqualTo(prompt);
        assertThat(Events.imageCancelled(Events.of(image))).isEqualTo(image);
    }

    @Test
    void completedSaysAllButTheTexts() {
        // When
        var event = Events.of(new ImageCompleted(
                Samples.TASK, "calotype", "images/apple-7/1.webp", "a".repeat(64), 1234, "image/webp"));
        // Then
        assertThat(event.getId()).isEqualTo("apple-7/1");
        assertThat(event.getSource()).hasToString("/calotype");
        assertThat(event.getSubject()).isEqualTo("order-12");
        assertThat(json(event))
                .isEqualTo("{\"image_id\":\"apple-7/1\",\"prompt_id\":\"apple-7\",\"index\":1,"
                        + "\"source\":\"/shop/labels\",\"subject\":\"order-12\",\"metadata\":{\"order\":12},"
                        + "\"model\":\"pictograms\",\"pack_digest\":\"" + "d".repeat(64) + "\","
                        + "\"width\":256,\"height\":192,\"seed\":18446744073709551615,\"steps\":12,"
                        + "\"guidance_scale\":4.5,\"scheduler\":\"euler\","
                        + "\"timings\":{\"encode\":{\"queue_ms\":3,\"compute_ms\":40}},"
                        + "\"bucket\":\"calotype\",\"key\":\"images/apple-7/1.webp\",\"sha256\":\""
                        + "a".repeat(64) + "\",\"size\":1234,\"content_type\":\"image/webp\"}");
    }

    @Test
    void failedCarriesTheProblem() {
        // Given
        var problem = new Problem(ProblemType.LIMIT_EXCEEDED, "steps is 501", "encode", "steps");
        // When
        var event = Events.of(new ImageFailed(Samples.ID, Samples.ORIGIN, problem));
        // Then
        assertThat(json(event))
                .contains("\"problem\":{\"type\":\"https://calotype.io/problems/limit-exceeded\","
                        + "\"title\":\"A parameter is outside its limits\",\"detail\":\"steps is 501\","
                        + "\"stage\":\"encode\",\"field\":\"steps\"}");
    }

    private static String json(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), UTF_8);
    }
}
