package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.Seed;
import org.junit.jupiter.api.Test;

class ResolveTest {
    @Test
    void takesFromThePackWhatIsAbsent() {
        // When
        var spec = PromptParameters.of("a cat").resolve(Samples.PACK, new ImageId("abc", 0));
        // Then
        assertThat(spec)
                .isEqualTo(new GenerationSpec(
                        "a cat",
                        "",
                        new ImageSize(256, 256),
                        20,
                        3.0,
                        0.25,
                        "euler",
                        new Seed(0xba7816bfL),
                        OutputFormat.PNG,
                        "pictograms",
                        5));
    }

    @Test
    void keepsWhatIsGiven() {
        // Given
        var parameters = new PromptParameters(
                "a cat", "blurry", 128, null, 3, 7.5, 0.7, "ddim", new Seed(-1), 2, OutputFormat.WEBP, "pictograms", 9);
        // Then
        assertThat(parameters.resolve(Samples.PACK, new ImageId("abc", 1)))
                .isEqualTo(new GenerationSpec(
                        "a cat",
                        "blurry",
                        new ImageSize(128, 256),
                        3,
                        7.5,
                        0.7,
                        "ddim",
                        new Seed(0),
                        OutputFormat.WEBP,
                        "pictograms",
                        9));
    }

    @Test
    void refusesWhatThePackCannotDraw() {
        // Given
        var odd = new PromptParameters("a", null, 200, null, null, null, null, null, null, 1, null, null, 5);
        var other = new PromptParameters("a", null, null, null, null, null, null, null, null, 1, null, "sd15", 5);
        // Then
        assertThatThrownBy(() -> odd.resolve(Samples.PACK, new ImageId("a", 0)))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: width is 200; it must be a multiple of 16");
        assertThatThrownBy(() -> other.resolve(Samples.PACK, new ImageId("a", 0)))
                .isInstanceOf(Refusal.class)
                .hasMessage("UNKNOWN_MODEL: model is not pictograms");
        assertThatThrownBy(() -> PromptParameters.of("a").resolve(Samples.PACK, new ImageId("a", 1)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: index is 1; it must be from 0 to 0");
    }
}
