package io.calotype.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class LatentScaleTest {

    @Test
    void factorAndShiftAsInDiffusers() throws Exception {
        assertThat(scaled("{\"scaling_factor\":0.5,\"shift_factor\":0.25}"))
                .containsExactly(2.25f, 4.25f, 6.25f, 8.25f);
    }

    @Test
    void withoutKeysNothingChanges() throws Exception {
        assertThat(scaled("{\"latent_channels\":2}")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void withoutAnyConfigItIsStableDiffusion() throws Exception {
        assertThat(scaled("{}")[0]).isEqualTo(1 / 0.18215f);
    }

    @Test
    void meanAndStdOfEachChannel() throws Exception {
        assertThat(scaled("{\"scaling_factor\":1,\"latents_mean\":[10,20],\"latents_std\":[2,3]}"))
                .containsExactly(12, 14, 29, 32);
    }

    @Test
    void theWayBackIsTheSame() throws Exception {
        // Given
        var scale = LatentScale.of(json("{\"scaling_factor\":0.5,\"latents_mean\":[10,20],\"latents_std\":[2,4]}"));
        var encoded = FloatBuffer.allocate(4);
        scale.toVae(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), 2, encoded);
        float[] deviations = {4, 4, 8, 8};
        // When
        scale.toDenoiser(encoded.array(), 2);
        scale.deviationsToDenoiser(deviations, 2);
        // Then
        assertThat(encoded.array()).containsExactly(1, 2, 3, 4);
        assertThat(deviations).containsExactly(1, 1, 1, 1);
    }

    @Test
    void aFactorOfZeroIsRefused() {
        assertThatThrownBy(() -> LatentScale.of(json("{\"scaling_factor\":0}"))).hasMessageContaining("scaling_factor");
    }

    private static float[] scaled(String config) throws Exception {
        var target = FloatBuffer.allocate(4);
        LatentScale.of(json(config)).toVae(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), 2, target);
        return target.array();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
