package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.inversion.EmbeddingInstall;
import io.calotype.inference.inversion.LearnedEmbedding;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How prompts with learned embeddings are read, against {@code load_textual_inversion} of diffusers and Compel. */
class LearnedEmbeddingTest {

    private static final Path EMBEDDINGS = FixturePacks.FIXTURES.resolve("packs/embeddings");
    private static final Offset<Float> NEAR = Offset.offset(1e-4f);
    private static final String STYLE = "tiny-style"; // three vectors

    @TempDir
    private Path packs;

    private Map<String, ModelPack> added = Map.of();

    @BeforeEach
    void addEmbeddings() {
        var toy = add("sd15-cat-toy", null, FixturePacks.pack("sd15"), "toy");
        added = Map.of(
                "sd15", add("sd15-style", STYLE, toy, "toy-and-style"),
                "sdxl", add("sdxl-style", STYLE, FixturePacks.pack("sdxl"), "xl-style"));
    }

    private ModelPack add(String file, String token, ModelPack base, String name) {
        var embedding = LearnedEmbedding.read(EMBEDDINGS.resolve(file + ".safetensors"), token);
        return EmbeddingInstall.install(embedding, base, name, packs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sdxl"})
    void promptsAreReadAsByDiffusersAndCompel(String family) throws IOException {
        // Given
        var golden = SafetensorsReader.read(
                ByteBuffer.wrap(Files.readAllBytes(EMBEDDINGS.resolve(family + ".safetensors"))));
        try (var encoder = TextEncoder.open(added.get(family), SessionSettings.cpu(1))) {
            for (var name : golden.metadata().keySet()) {
                var rule = PromptWeights.parse(name.substring(0, name.indexOf('/')));
                var prompt = golden.metadata().get(name);
                // When
                var embedding = encoder.encode(WeightedText.read(rule, "prompt", prompt));
                // Then
                assertNear(embedding.states(), golden, name + "/prompt_embeds");
                if (rule == PromptWeights.OFF) {
                    assertThat(embedding.tokens().ids()).isEqualTo(longs(golden.require(name + "/input_ids")));
                    assertThat(embedding.tokens().truncated()).isEqualTo(prompt.startsWith("a a a"));
                }
                if (golden.tensors().containsKey(name + "/pooled_prompt_embeds")) {
                    assertNear(embedding.pooled(), golden, name + "/pooled_prompt_embeds");
                }
            }
        }
        assertThat(golden.metadata()).hasSizeGreaterThan(4);
    }

    @Test
    void allVectorsHaveTheWeightOfTheirToken() throws IOException {
        // Given
        try (var tokenizer = ClipTokenizer.open(added.get("sd15"), "tokenizer", 77, LongPrompts.CUT)) {
            var text = WeightedText.read(PromptWeights.A1111, "prompt", "a (Tiny-Style:1.4) <cat-toy>");
            // When
            var window = tokenizer.windows(text.windows().get(0)).get(0);
            // Then
            assertThat(window.tokens().texts()).containsExactly("a", STYLE, STYLE + "_1", STYLE + "_2", "<cat-toy>");
            assertThat(window.tokens().ids()).startsWith(998, 320, 1001, 1002, 1003, 1000, 999);
            assertThat(window.weights()).startsWith(1, 1, 1.4f, 1.4f, 1.4f, 1, 1);
        }
    }

    @Test
    void aLongPromptGoesOnInTheNextWindow() throws IOException {
        // Given
        try (var tokenizer = ClipTokenizer.open(added.get("sd15"), "tokenizer", 77, LongPrompts.CHUNK)) {
            // When
            var windows = tokenizer.windows("a ".repeat(73) + STYLE);
            // Then
            assertThat(windows).hasSize(2).noneMatch(Tokens::truncated);
            assertThat(windows.get(1).ids()).startsWith(998, 1003, 999);
        }
    }

    private static long[] longs(Tensor tensor) {
        var values = new long[(int) tensor.shape().elementCount()];
        tensor.longs().get(values);
        return values;
    }

    private static void assertNear(Tensor tensor, Safetensors golden, String name) {
        assertThat(tensor.toFloatArray())
                .as(name)
                .containsExactly(golden.require(name).toFloatArray(), NEAR);
    }
}
