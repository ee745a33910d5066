package io.calotype.diffusion.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The expected numbers are those of {@code rescale_noise_cfg} of diffusers 0.42.1. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as Python prints them
class GuidanceTest {
    private static final Offset<Float> ROUNDING = Offset.offset(1e-6f);

    @Test
    void pushesAwayFromTheNegativePrompt() {
        assertThat(guided(0)).containsExactly(new float[] {2.15f, -7.2f, 3.1f, 4.1499996f}, ROUNDING);
    }

    @Test
    void rescaledPartlyIsBetween() {
        assertThat(guided(0.7f))
                .containsExactly(new float[] {0.8406686f, -2.8152623f, 1.2121267f, 1.6226857f}, ROUNDING);
    }

    @Test
    void rescaledWhollyHasThePromptsSpread() {
        assertThat(guided(1)).containsExactly(new float[] {0.2795266f, -0.9360889f, 0.4030383f, 0.5395512f}, ROUNDING);
    }

    private static float[] guided(float rescale) {
        var prompt = FloatBuffer.wrap(new float[] {0.2f, -0.7f, 0.5f, 0.9f});
        var negative = FloatBuffer.wrap(new float[] {-0.1f, 0.3f, 0.1f, 0.4f});
        new Guidance(7.5f, rescale).apply(prompt, negative);
        return prompt.array();
    }
}
