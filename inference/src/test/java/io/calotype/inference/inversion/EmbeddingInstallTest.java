package io.calotype.inference.inversion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.inference.revision.Floats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is written, and what is; the encoder's tests compare how it is read with diffusers. */
class EmbeddingInstallTest {

    private static final Path PACKS = Path.of("../models/fixtures/packs");
    private static final int KNOWN = 1000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'  ' # has a blank token: choose one with --token",
                "red # its token 'red' would change what sd15 reads, whose tokens have 'red' already.",
                "RED # its token 'RED' would change what sd15 reads, whose tokens have 'red' already.",
                "<|endoftext|> # whose tokens have '<|endoftext|>' already. Choose another with --token",
                "<|endoftext|>_2 # whose tokens have '<|endoftext|>' already.",
            })
    void aTokenThatIsThereOrBlankIsNamed(String token, String fault) throws IOException {
        assertRefused(write(Map.of("emb_params", ones(1, 16))), token, "sd15", fault);
    }

    @Test
    void aTokenOfControlCharactersOrTooManyIsRefused() throws IOException {
        assertRefused(write(Map.of("a\nb", ones(1, 16))), null, "sd15", "with control characters");
        assertRefused(write(Map.of("a", ones(1, 16))), "x".repeat(101), "sd15", "a token of more than 100 characters");
    }

    @Test
    void anotherWidthIsNamedWithTheOneThatIsWanted() throws IOException {
        assertRefused(
                write(Map.of("<a>", ones(2, 768))),
                null,
                "sd15",
                "its vectors have 768 numbers; those of text_encoder in sd15 have 16");
        assertRefused(
                write(Map.of("clip_l", ones(2, 16), "clip_g", ones(2, 1280))),
                "<a>",
                "sdxl",
                "its vectors have 1280 numbers; those of text_encoder_2 in sdxl have 16");
    }

    @Test
    void shapesThatAreNoVectorsAreNamed() throws IOException {
        // Given
        var cube = Tensor.ofFloats(Shape.of(1, 1, 16), new float[16]);
        // Then
        assertRefused(write(Map.of("<a>", cube)), null, "sd15", "<a> is [1, 1, 16], not [D] or [N, D]");
        assertRefused(write(Map.of("<a>", ones(0, 16))), null, "sd15", "<a> is [0, 16], not [D] or [N, D]");
        assertRefused(write(Map.of("<a>", ones(76, 16))), null, "sd15", "has 76 vectors; sd15 reads at most 75 tokens");
        assertRefused(
                write(Map.of("clip_l", ones(2, 16), "clip_g", ones(3, 16))),
                "<a>",
                "sdxl",
                "clip_l has 2 vectors and clip_g 3");
    }

    @Test
    void numbersThatAreNoneAreNamed() throws IOException {
        // Given
        var nan = Tensor.ofFloats(Shape.of(2), new float[] {1, Float.NaN});
        var large = Tensor.ofFloats(Shape.of(16), new float[] {1e6f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        var longs = Tensor.ofLongs(Shape.of(16), new long[16]);
        // Then
        assertRefused(write(Map.of("<a>", nan)), null, "sd15", "<a> is not finite at element 1");
        assertRefused(write(Map.of("<a>", large)), null, "sd-turbo-fp16", "beyond the range of half precision");
        assertRefused(write(Map.of("<a>", longs)), null, "sd15", "the embedding is I64, not F32, F16 or BF16");
    }

    @Test
    void severalEmbeddingsAreNamed() throws IOException {
        assertRefused(
                write(Map.of("<a>", ones(1, 16), "<b>", ones(1, 16))),
                null,
                "sd15",
                "has several embeddings, [<a>, <b>]; a file has one token's");
        assertRefused(write(Map.of()), null, "sd15", "has no tensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"z-image-turbo", "flux2-klein"})
    void aPackWithoutClipIsNamed(String pack) throws IOException {
        assertRefused(write(Map.of("<a>", ones(1, 16))), null, pack, "does not fit " + pack + " (");
        assertRefused(write(Map.of("<a>", ones(1, 16))), null, pack, "which has no CLIP text encoder");
    }

    @Test
    void anEmbeddingForAnotherNumberOfEncodersIsNamed() throws IOException {
        assertRefused(
                write(Map.of("<a>", ones(1, 16))),
                null,
                "sdxl",
                "it is for 1 CLIP text encoders, the pack has 2 and takes clip_l and clip_g");
        assertRefused(
                write(Map.of("clip_l", ones(1, 16), "clip_g", ones(1, 16))),
                "<a>",
                "sd15",
                "it is for 2 CLIP text encoders, the pack has 1 and takes one tensor");
    }

    @Test
    void aPickleIsRefusedWithTheNextStep() throws IOException {
        // Given
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 8, 8, 0, 0};
        byte[] older = {(byte) 0x80, 2, (byte) 0x8A, 10, 'l', (byte) 0xFC, (byte) 0x9C, 'F', (byte) 0xF9, ' '};
        // Then
        for (var bytes : new byte[][] {zip, older}) {
            assertRefused(
                    Files.write(folder.resolve("style.pt"), bytes),
                    null,
                    "sd15",
                    "is a pickle of PyTorch, which can run any code when it is read. Convert it to safetensors");
        }
    }

    @Test
    void aHeaderOfTenGigabytesIsNotRead() throws IOException {
        // Given
        var head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(10L << 30);
        // Then
        assertRefused(
                Files.write(folder.resolve("bomb.safetensors"), head.array()),
                null,
                "sd15",
                "the header's length is 10737418240; at most");
        assertRefused(
                Files.write(folder.resolve("text.safetensors"), "hello".getBytes(UTF_8)), null, "sd15", "must begin");
    }

    @Test
    void aHeaderThatBeginsLikeAPickleIsRead() throws IOException {
        // Given
        var name = new StringBuilder("x");
        var file = write(Map.of(name.toString(), ones(1, 16)));
        while (Files.readAllBytes(file)[0] != (byte) 0x80 || Files.readAllBytes(file)[1] != 0) {
            file = write(Map.of(name.append('x').toString(), ones(1, 16)));
        }
        // Then
        assertThat(LearnedEmbedding.read(file, "<a>").token()).isEqualTo("<a>");
    }

    @Test
    void theTokenIsTheFilesOrItsNamesOrTheGivenOne() throws IOException {
        assertThat(LearnedEmbedding.read(write(Map.of("<a>", ones(1, 16))), null)
                        .token())
                .isEqualTo("<a>");
        assertThat(LearnedEmbedding.read(write(Map.of("emb_params", ones(1, 16))), null)
                        .token())
                .isEqualTo("embedding");
        assertThat(LearnedEmbedding.read(write(Map.of("<a>", ones(1, 16))), "<b>")
                        .token())
                .isEqualTo("<b>");
    }

    @Test
    void theTableGrowsAndTheRestIsLinked() throws IOException {
        // Given
        var base = pack("sd-turbo-fp16");
        var file = write(Map.of("<a>", ones(2, 16)));
        // When
        var pack = EmbeddingInstall.install(LearnedEmbedding.read(file, null), base, "turbo.a", folder);
        // Then
        pack.verify("text_encoder");
        pack.verify("tokenizer");
        var table = OnnxFile.read(pack.model("text_encoder")).layers().get("text_model.embeddings.token_embedding");
        assertThat(table.shape()).containsExactly(KNOWN + 2L, 16L);
        float[] values = Floats.of(table.read(pack.directory().resolve("text_encoder")), true);
        assertThat(Arrays.copyOfRange(values, KNOWN * 16, values.length))
                .containsOnly(1)
                .hasSize(32);
        assertThat(pack.config("text_encoder").path("vocab_size").asInt()).isEqualTo(KNOWN + 2);
        assertThat(pack.modelSha256("unet")).isEqualTo(base.modelSha256("unet"));
        assertThat(Files.getAttribute(pack.model("unet"), "unix:nlink")).isNotEqualTo(1);
        assertThat(pack.digest()).isNotEqualTo(base.digest());
        assertThat(pack.json("pack.json").at("/embeddings/0/token").asText()).isEqualTo("<a>");
    }

    @Test
    void aSecondOneIsAddedToTheFirstOnesPack() throws IOException {
        // Given
        var first = LearnedEmbedding.read(write(Map.of("<a>", ones(2, 16))), null);
        var second = LearnedEmbedding.read(write(Map.of("<b>", ones(1, 16))), null);
        var base = EmbeddingInstall.install(first, pack("sd15"), "one", folder);
        // When
        var both = EmbeddingInstall.install(second, base, "both", folder);
        // Then
        assertThat(both.json("tokenizer/tokenizer_config.json")
                        .at("/added_tokens_decoder/1002/content")
                        .asText())
                .isEqualTo("<b>");
        assertThat(both.json("pack.json").at("/embeddings")).hasSize(2);
        OnnxModel.load(both.model("text_encoder"), SessionSettings.cpu(1)).close();
        for (var taken : new String[] {"<A>", "<a>_1", "<a>_7"}) {
            var again = LearnedEmbedding.read(write(Map.of("<b>", ones(1, 16))), taken);
            assertThatThrownBy(() -> EmbeddingInstall.install(again, base, "again", folder))
                    .hasMessageContaining("its token '" + taken + "' would change what one reads");
        }
    }

    @Test
    void variantsOfAChangedModelStayBehind() throws IOException {
        // Given
        var export = folder.resolve("export");
        PackInstall.install(PACKS.resolve("sd15"), "export", folder);
        Files.delete(export.resolve("manifest.json"));
        Files.copy(export.resolve("text_encoder/model.onnx"), export.resolve("text_encoder/model_int8.onnx"));
        Files.copy(export.resolve("unet/model.onnx"), export.resolve("unet/model_int8.onnx"));
        var embedding = LearnedEmbedding.read(write(Map.of("<a>", ones(1, 16))), null);
        // When
        var pack = EmbeddingInstall.install(embedding, ModelPack.draft(export, "export"), "varied", folder);
        // Then
        pack.verify("text_encoder");
        assertThat(pack.files()).contains("unet/model_int8.onnx").doesNotContain("text_encoder/model_int8.onnx");
    }

    private void assertRefused(Path file, String token, String pack, String fault) {
        assertThatThrownBy(() ->
                        EmbeddingInstall.install(LearnedEmbedding.read(file, token), pack(pack), "refused", folder))
                .isInstanceOf(PackException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(fault);
        assertThat(folder.resolve("refused")).doesNotExist();
        assertThat(folder.resolve(".adding-refused")).doesNotExist();
    }

    private static ModelPack pack(String name) {
        return ModelPack.draft(PACKS.resolve(name), name);
    }

    private Path write(Map<String, Tensor> tensors) throws IOException {
        return Files.write(
                folder.resolve("embedding.safetensors"), SafetensorsWriter.write(new Safetensors(Map.of(), tensors)));
    }

    private static Tensor ones(int rows, int columns) {
        float[] ones = new float[rows * columns];
        Arrays.fill(ones, 1);
        return Tensor.ofFloats(Shape.of(rows, columns), ones);
    }
}
