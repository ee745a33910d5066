package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerationSpecTest {

    @Test
    void guidanceMakesTwoRowsOfWork() {
        assertThat(spec(7.5, null).work()).isEqualTo(64 * 96 * 20 * 2);
        assertThat(spec(1, null).work()).isEqualTo(64 * 96 * 20);
    }

    @Test
    void aSecondPassIsWorkAsWell() {
        var hires = new Hires(2, 10, 0.5);
        assertThat(spec(7.5, hires).work()).isEqualTo(64 * 96 * 20 * 2 + 128 * 192 * 10 * 2);
    }

    @Test
    void aSecondPassHasTheStepsOfTheFirstUnlessItSaysOthers() {
        var open = new Hires(2, null, null);
        assertThat(GenerationSpec.work(64, 96, 20, 1, open))
                .isEqualTo(spec(1, open.resolved(20)).work());
    }

    @Test
    void workOfASecondPassThatIsTooLargeIsKnown() {
        assertThat(GenerationSpec.work(2048, 2048, 1, 1, new Hires(4, 1, 1.0))).isEqualTo(17L * 2048 * 2048);
    }

    private static GenerationSpec spec(double guidanceScale, @Nullable Hires hires) {
        return new GenerationSpec(
                "a cat",
                "",
                PromptWeights.OFF,
                new ImageSize(64, 96),
                new Sampling(20, guidanceScale, 0, 1, "euler", new Seed(7), null),
                OutputFormat.PNG,
                "pictograms",
                5,
                GenerationSpec.NO_UPSCALE,
                hires,
                Adapters.NONE);
    }
}
