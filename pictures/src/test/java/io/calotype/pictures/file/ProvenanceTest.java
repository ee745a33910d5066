package io.calotype.pictures.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.spec.OutputFormat;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ProvenanceTest {

    @Test
    void parametersReadAsToolsExpect() {
        // Given
        var provenance = Samples.provenance("a red apple", "blurry", OutputFormat.PNG);

        // When
        var text = provenance.parameters();

        // Then
        assertThat(text).isEqualTo("""
                a red apple
                Negative prompt: blurry
                Steps: 12, Sampler: FlowMatchEuler, CFG scale: 3.5, CFG rescale: 0.5, Seed: 18446744073709551615, Size: 96x64, \
                Model hash: 0123456789, Model: pictograms, Version: Calotype 1.2.3""");
    }

    @Test
    void anEmptyNegativePromptLeavesItsLineOut() {
        // Given
        var provenance = Samples.provenance("a cat", "", OutputFormat.PNG);

        // Then
        assertThat(provenance.parameters()).startsWith("a cat\nSteps: 12");
    }

    @Test
    void howMuchOfAPictureIsGone() throws Exception {
        // Given
        var provenance = Samples.provenance("a cat", "", OutputFormat.PNG, 0.6);

        // Then
        assertThat(provenance.parameters()).contains(", Denoising strength: 0.6, Seed:");
        assertThat(new ObjectMapper()
                        .readTree(provenance.json())
                        .get("strength")
                        .asDouble())
                .isEqualTo(0.6);
    }

    @Test
    void whatEnlargedThePicture() throws Exception {
        // Given
        var drawn = Samples.provenance("a cat", "", OutputFormat.PNG);
        var spec = io.calotype.contracts.event.Samples.upscaled(drawn.spec());
        var upscaler = new Provenance.Upscaler("rdn-2x", "f".repeat(64));

        // When
        var enlarged = new Provenance(spec, drawn.pack(), drawn.version(), upscaler);

        // Then
        assertThat(enlarged.parameters())
                .contains(", Size: 96x64,")
                .contains(", Model: pictograms, Postprocess upscale by: 2, Postprocess upscaler: rdn-2x, Version:");
        var json = new ObjectMapper().readTree(enlarged.json());
        assertThat(json.get("upscale").asInt()).isEqualTo(2);
        assertThat(json.at("/upscaler/name").asText()).isEqualTo("rdn-2x");
        assertThat(json.at("/upscaler/pack_digest").asText()).isEqualTo("f".repeat(64));
        assertThat(new Provenance(spec.notUpscaled(), drawn.pack(), drawn.version()))
                .isEqualTo(drawn);
    }

    @Test
    void jsonHoldsTheWholeRequest() throws Exception {
        // Given
        var provenance = Samples.provenance("a \"cat\"", "", OutputFormat.WEBP);

        // When
        var json = new ObjectMapper().readTree(provenance.json());

        // Then
        assertThat(json.get("prompt").asText()).isEqualTo("a \"cat\"");
        assertThat(json.get("seed").bigIntegerValue()).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(json.get("guidance_scale").asDouble()).isEqualTo(3.5);
        assertThat(json.get("pack_digest").asText()).isEqualTo(Samples.DIGEST);
        assertThat(json.get("versions").get("calotype").asText()).isEqualTo("1.2.3");
        assertThat(json.get("versions").get("pack").asText()).isEqualTo("0.9");
        assertThat(json.has("image_id")).isFalse();
    }
}
