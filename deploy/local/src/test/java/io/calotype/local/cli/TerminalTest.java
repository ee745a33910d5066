package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.stage.Stage;
import io.calotype.local.prompt.PromptRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void saysNothingWhenNobodyLooks() {
        // Given
        var terminal = new Terminal(new PrintStream(screen, true, StandardCharsets.UTF_8), false);
        // When
        terminal.show("starting");
        terminal.clear();
        // Then
        assertThat(screen.size()).isZero();
    }

    @Test
    void addsTheStepsOfAllImagesOfAStage() {
        // Given
        var run = new PromptRun(3);
        // When
        run.accept(Events.of(progress(0, Stage.DENOISE, 4, 20)));
        run.accept(Events.of(progress(1, Stage.DENOISE, 5, 20)));
        run.accept(Events.of(progress(2, Stage.DENOISE, 20, 20)));
        // Then
        assertThat(Terminal.line(run)).isEqualTo("0 of 3 done  denoise 9/40  decode");
    }

    @Test
    void waitsForTheEncoderFirst() {
        assertThat(Terminal.line(new PromptRun(1))).isEqualTo("waiting for the encoder");
    }

    private static ImageProgress progress(int index, Stage stage, int step, int steps) {
        return new ImageProgress(
                new ImageId("p", index), Origin.of("p", "/test"), stage, step, steps, null, null, null);
    }
}
