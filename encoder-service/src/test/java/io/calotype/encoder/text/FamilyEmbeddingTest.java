package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.onnx.SessionSettings;
import java.io.IOException;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a prompt means to a pack of each family, against diffusers. */
class FamilyEmbeddingTest {

    private static final Offset<Float> NEAR = Offset.offset(1e-4f);
    private static final Offset<Float> NEAR_IN_HALF = Offset.offset(1e-2f); // of values up to 3

    @ParameterizedTest
    @CsvSource({
        "sd15, input_ids",
        "sd15-older, input_ids",
        "sd2-epsilon, input_ids",
        "sd2-v, input_ids",
        "sd-turbo, input_ids",
        "lcm, input_ids",
        "sdxl, input_ids",
        "sdxl-turbo, input_ids",
        "sd3, input_ids_3",
        "sd35-medium, input_ids",
        "flux-dev, input_ids_2",
        "flux-schnell, input_ids_2",
        "z-image-turbo, input_ids",
        "flux2-klein, input_ids",
        "flux2-klein-base, input_ids",
        "sd15-inpainting, input_ids",
        "sdxl-inpainting, input_ids"
    })
    void embeddingsAreThoseOfDiffusers(String family, String ids) throws IOException {
        // Given
        var pack = FixturePacks.pack(family);
        var golden = FixturePacks.golden(family.replace("-older", "")); // the same weights
        try (var encoder = TextEncoder.open(pack, SessionSettings.cpu(1))) {
            var text = FixturePacks.text(pack, encoder, 1 << 20);
            // When
            var prompt = text.embed("a cat on a red mat");
            var negative = text.embedNegative(WeightedText.plain(""));
            var outline = encoder.outline(WeightedText.plain("a cat on a red mat"));
            // Then
            assertThat(prompt.tokens().ids()).isEqualTo(longs(golden, ids));
            assertThat(outline.tokens().ids()).isEqualTo(prompt.tokens().ids());
            assertThat(outline.mask()).isEqualTo(prompt.mask());
            assertThat(StoredEmbedding.read(StoredEmbedding.write(prompt), outline))
                    .hasValueSatisfying(stored -> assertThat(stored.states()).isEqualTo(prompt.states()));
            assertNear(prompt.states(), golden, "prompt_embeds");
            assertNear(negative.states(), golden, "negative_prompt_embeds");
            if (text.masked()) {
                assertThat(longs(prompt.mask())).isEqualTo(longs(golden, "prompt_attention_mask"));
                assertThat(longs(negative.mask())).isEqualTo(longs(golden, "negative_prompt_attention_mask"));
            }
            if (golden.tensors().containsKey("pooled_prompt_embeds")) {
                assertNear(prompt.pooled(), golden, "pooled_prompt_embeds");
                assertNear(negative.pooled(), golden, "negative_pooled_prompt_embeds");
            }
        }
    }

    @Test
    void halfPrecisionIsNear() throws IOException {
        // Given
        var golden = FixturePacks.golden("sd-turbo");
        try (var encoder = TextEncoder.open(FixturePacks.pack("sd-turbo-fp16"), SessionSettings.cpu(1))) {
            // When
            var prompt = encoder.encode("a cat on a red mat");
            // Then
            assertThat(prompt.states().toFloatArray())
                    .containsExactly(golden.require("prompt_embeds").toFloatArray(), NEAR_IN_HALF);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void aLongPromptAndAShortNegativeOneGetTheSameLength(String family) throws IOException {
        // Given
        var pack = FixturePacks.pack(family);
        try (var encoder = TextEncoder.open(pack, LongPrompts.CHUNK, SessionSettings.cpu(1))) {
            var text = FixturePacks.text(pack, encoder, 0);
            // When
            var prompt = text.embed("a ".repeat(80));
            var negative = text.asLongAs(prompt, text.embed("dog"), List.of());
            // Then
            assertThat(prompt.length()).isEqualTo(2 * 77);
            assertThat(negative.states().shape()).isEqualTo(prompt.states().shape());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd2-epsilon", "sdxl"})
    void weightsAreThoseOfA1111AndCompel(String family) throws IOException {
        // Given
        var golden = FixturePacks.weights(family);
        try (var encoder = TextEncoder.open(FixturePacks.pack(family), SessionSettings.cpu(1))) {
            for (var name : golden.metadata().keySet()) {
                var rule = PromptWeights.parse(name.substring(0, name.indexOf('/')));
                // When
                var text = WeightedText.read(rule, "prompt", golden.metadata().get(name));
                var embedding = encoder.encode(text);
                // Then
                assertThat(embedding.states().toFloatArray())
                        .as(name)
                        .containsExactly(golden.require(name + "/prompt_embeds").toFloatArray(), NEAR);
                if (text.windows().size() == 1) {
                    assertThat(embedding.pooled())
                            .isEqualTo(encoder.encode(text.text()).pooled());
                }
            }
        }
    }

    @Test
    void theBuiltInModelReadsWeightsWithoutMarksBetween() {
        // Given
        try (var encoder = TextEncoder.open(FixturePacks.pictograms(), SessionSettings.cpu(1))) {
            var text = WeightedText.read(PromptWeights.A1111, "prompt", "a (red:1.4) cat");
            // When
            var weighted = encoder.encode(text);
            var plain = encoder.encode("a red cat");
            // Then
            assertThat(weighted.tokens()).usingRecursiveComparison().isEqualTo(plain.tokens());
            assertThat(weighted.pooled()).isEqualTo(plain.pooled());
            assertThat(weighted.states()).isNotEqualTo(plain.states());
        }
    }

    private static long[] longs(Safetensors golden, String name) {
        return longs(golden.require(name));
    }

    private static long[] longs(Tensor tensor) {
        var values = new long[(int) tensor.shape().elementCount()];
        tensor.longs().get(values);
        return values;
    }

    private static void assertNear(Tensor tensor, Safetensors golden, String name) {
        var expected = golden.tensors().get(name);
        assertThat(tensor.shape()).isEqualTo(expected.shape());
        assertThat(tensor.toFloatArray()).containsExactly(expected.toFloatArray(), NEAR);
    }
}
