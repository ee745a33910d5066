package io.calotype.local.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptRunTest {

    private final PromptRun run = new PromptRun(2);

    @Test
    void endsWithTheLastTerminalEvent() {
        // Given
        run.accept(cancelled(0));
        assertThat(run.isDone()).isFalse();
        // When
        run.accept(cancelled(1));
        // Then
        assertThat(run.isDone()).isTrue();
        assertThat(run.isAllCompleted()).isFalse();
    }

    @Test
    void tellsATerminalEventThatCameTwiceOnlyOnce() {
        assertThat(run.accept(cancelled(0))).isPresent();
        assertThat(run.accept(cancelled(0))).isEmpty();
        assertThat(run.isDone()).isFalse();
    }

    @Test
    void eachImageOfARefusedPromptHasItsOwnEnd() {
        // When
        run.accept(failed(0, Stage.ENCODE));
        assertThat(run.isDone()).isFalse();
        run.accept(failed(1, Stage.ENCODE));
        // Then
        assertThat(run.isDone()).isTrue();
        assertThat(run.isAllCompleted()).isFalse();
    }

    @Test
    void whatIsNoEventOfThePipelineIsPassedOver() {
        // Given
        var forged = CloudEventBuilder.v1(cancelled(0))
                .withData("application/json", "{}".getBytes(UTF_8))
                .build();
        // Then
        assertThat(run.accept(forged)).isEmpty();
        assertThat(run.ended()).isZero();
    }

    @Test
    void aWarningStays() {
        // Given
        assertThat(run.warnings()).isEmpty();
        // When
        run.accept(Events.of(encoded().withWarnings(List.of("the prompt is cut"))));
        run.accept(Events.of(encoded()));
        // Then
        assertThat(run.warnings()).containsExactly("the prompt is cut");
    }

    private static ImageProgress encoded() {
        return new ImageProgress(new ImageId("p", 0), Origin.of("p", "/test"), Stage.ENCODE, 1, 1, null, null, null);
    }

    private static CloudEvent cancelled(int index) {
        return Events.of(new ImageCancelled(new ImageId("p", index), Origin.of("p", "/test")));
    }

    private static CloudEvent failed(int index, Stage stage) {
        var problem = new Problem(ProblemType.INTERNAL, "detail", stage, null);
        return Events.of(new ImageFailed(new ImageId("p", index), Origin.of("p", "/test"), problem));
    }
}
