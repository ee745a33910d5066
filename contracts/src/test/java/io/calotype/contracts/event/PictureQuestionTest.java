package io.calotype.contracts.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PictureReference;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureQuestionTest {

    @Test
    void questionsAndBothKindsOfAnswersComeBack() {
        // Given
        var asked = new PictureRequested("q-1", "pictograms", new PictureReference("inputs/a.png"));
        var problem = new Problem(ProblemType.INVALID_PARAMETER, "picture cannot be read as PNG", null, "picture");
        var shown = new PictureEmbedded("q-1", "pictograms", "d", Samples.VECTOR, null);
        var refused = new PictureEmbedded("q-1", "pictograms", "d", null, problem);
        // Then
        assertThat(Events.embeddingQuestion(Events.of(asked))).isEqualTo(asked);
        assertThat(Events.embeddingAnswer(Events.of(shown))).isEqualTo(shown);
        assertThat(Events.embeddingAnswer(Events.of(refused))).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"m\",\"picture\":\"inputs/a.png\"}",
                "{\"picture_id\":\"q\",\"model\":\"m\",\"picture\":\"ends/a\"}",
                "{\"picture_id\":\"q\",\"model\":\"m\",\"picture\":\"inputs/../ends/a\"}",
                "{\"picture_id\":\"q\",\"model\":\"m\",\"picture\":\"inputs/a.png\",\"text\":\"a\"}"
            })
    void whatIsNoQuestionIsRefused(String json) {
        // Given
        var event = Envelope.read(
                Map.of(), json.getBytes(UTF_8), new Envelope.Bare(EventTypes.PICTURE_REQUESTED, "0", "/test"));
        // Then
        assertThatThrownBy(() -> Events.embeddingQuestion(event)).isInstanceOf(Refusal.class);
    }

    @Test
    void anAnswerWithoutEmbeddingAndProblemIsRefused() {
        // Given
        var event = CloudEventBuilder.v1(Events.of(new PictureEmbedded("q-1", "pictograms", "d", Samples.VECTOR, null)))
                .withData(Events.JSON, "{\"picture_id\":\"q\",\"model\":\"m\",\"pack_digest\":\"d\"}".getBytes(UTF_8))
                .build();
        // Then
        assertThatThrownBy(() -> Events.embeddingAnswer(event)).isInstanceOf(Refusal.class);
    }
}
