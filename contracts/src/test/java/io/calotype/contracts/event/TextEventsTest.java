package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEventsTest {
    private static final String ASKED = "{\"text_id\":\"q-1\",\"model\":\"pictograms\",\"text\":\"monarch\"}";

    @Test
    void questionsAndAnswersComeBack() {
        // Given
        var requested = new TextRequested("q-1", "pictograms", "monarch");
        var embedded = new TextEmbedded(
                "q-1", "pictograms", "d".repeat(64), List.of("[CLS]", "monarch", "[SEP]"), Samples.VECTOR);
        // Then
        assertThat(Events.embeddingQuestion(Events.of(requested))).isEqualTo(requested);
        assertThat(Events.embeddingAnswer(Events.of(embedded))).isEqualTo(embedded);
        assertThat(new String(
                        Objects.requireNonNull(Events.of(requested).getData()).toBytes(), UTF_8))
                .isEqualTo(ASKED);
    }

    @Test
    void aQuestionMayComeAsBareJson() {
        // Given
        var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, "0", "/test");
        // Then
        assertThat(Events.embeddingQuestion(Envelope.read(Map.of(), ASKED.getBytes(UTF_8), bare))
                        .id())
                .isEqualTo("q-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"pictograms\",\"text\":\"monarch\"}",
                "{\"text_id\":\"../q\",\"model\":\"pictograms\",\"text\":\"monarch\"}",
                "{\"text_id\":\"q-1\",\"model\":\"a b\",\"text\":\"monarch\"}",
                "{\"text_id\":\"q-1\",\"model\":\"pictograms\",\"text\":\" \"}",
                "{\"text_id\":\"q-1\",\"model\":\"pictograms\",\"text\":\"monarch\",\"size\":1}"
            })
    void whatIsNoQuestionIsRefused(String json) {
        // Given
        var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, "0", "/test");
        var event = Envelope.read(Map.of(), json.getBytes(UTF_8), bare);
        // Then
        assertThatThrownBy(() -> Events.embeddingQuestion(event)).isInstanceOf(Refusal.class);
    }

    @Test
    void anAnswerPassesOverWhatALaterVersionAddsButHasAllOfThisOne() {
        // Given
        var embedding = Samples.VECTOR.base64();
        var json =
                "{\"text_id\":\"q-1\",\"model\":\"m\",\"pack_digest\":\"d\",\"tokens\":[\"a\"],\"embedding\":\"%s\",\"new\":1}"
                        .formatted(embedding);
        // Then
        assertThat(((TextEmbedded) Events.embeddingAnswer(embedded(json))).tokens())
                .containsExactly("a");
        for (var field : List.of("text_id", "model", "pack_digest", "tokens", "embedding")) {
            assertThatThrownBy(() -> Events.embeddingAnswer(embedded(json.replace("\"" + field + "\"", "\"x\""))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(field);
        }
    }

    private static io.cloudevents.CloudEvent embedded(String json) {
        var event = Events.of(new TextEmbedded("q-1", "m", "d", List.of(), Samples.VECTOR));
        return CloudEventBuilder.v1(event)
                .withData(Events.JSON, json.getBytes(UTF_8))
                .build();
    }
}
