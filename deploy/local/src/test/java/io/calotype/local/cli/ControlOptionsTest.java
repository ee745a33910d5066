package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Canny;
import io.calotype.contracts.spec.ControlRequest;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ControlOptionsTest {

    @Command
    private static final class Options {
        @Mixin
        private ControlOptions controls = new ControlOptions();
    }

    private static ControlRequest read(String text) {
        var options = CommandLine.populateCommand(new Options(), "--control", text);
        return options.controls.read().requests().get(0);
    }

    @Test
    void aPictureIsReadAsItIsOrByItsEdges() {
        assertThat(read("edges:0.5=inputs/a.png"))
                .extracting(ControlRequest::scale, ControlRequest::canny)
                .containsExactly(0.5, null);
        assertThat(read("edges=inputs/a.png,canny").canny()).isEqualTo(new Canny(100, 200));
        assertThat(read("edges:0.5=inputs/a.png,canny:50:150"))
                .extracting(control -> control.image().text(), ControlRequest::canny)
                .containsExactly("inputs/a.png", new Canny(50, 150));
    }

    @Test
    void thresholdsOutsideTheirLimitsAreRefused() {
        assertThatThrownBy(() -> read("edges=inputs/a.png,canny:200:100"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("low_threshold is 200, above high_threshold, 100");
        assertThatThrownBy(() -> read("edges=inputs/a.png,canny:1:999999"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("high_threshold is 999999; it must be from 1 to 2040");
    }
}
