package io.calotype.inference.lora;

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

/** What is refused before anything is written; {@code LoraParityIT} compares what is baked with diffusers. */
class LoraInstallTest {

    private static final Path PACKS = Path.of("../models/fixtures/packs");
    private static final String LAYER = "unet.mid_block.attentions.0.proj_in";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unet.a.hada_w1_a | is LoHa (unet.a.hada_w1_a), which is not supported",
                "lora_unet_a.lokr_w1 | is LoKr (lora_unet_a.lokr_w1), which is not supported",
                "lora_unet_a.dora_scale | is DoRA (lora_unet_a.dora_scale), which is not supported",
                "unet.a.lora_magnitude_vector | is DoRA (unet.a.lora_magnitude_vector), which is not supported",
                "conv_in.weight | has conv_in.weight, which is no part of a LoRA",
                "unet.a.lora_A.weight | unet.a does not have both of its matrices",
            })
    void anotherKindOfFileIsNamed(String tensor, String fault) throws IOException {
        assertRefused(write(Map.of(tensor, ones(16, 4))), fault);
    }

    @Test
    void aLayerOfAnotherModelIsNamed() throws IOException {
        assertRefused(
                pair("unet.down_blocks.7.conv", ones(4, 16), ones(16, 4)),
                "does not fit sd15 (Stable Diffusion): unet.down_blocks.7.conv is for another model, unet has no such layer");
        assertRefused(
                PACKS.resolve("loras/sd3-peft.safetensors").toAbsolutePath(),
                "is for another model, there is no transformer");
        assertRefused(pair("model.layer", ones(4, 16), ones(16, 4)), "model.layer is of no known dialect");
    }

    @Test
    void shapesThatDoNotFitAreNamed() throws IOException {
        assertRefused(
                pair(LAYER, ones(4, 12), ones(16, 4)),
                LAYER
                        + ": up [16, 4] and down [4, 12] do not fit mid_block.attentions.0.proj_in, which is [16, 16, 1, 1]");
        assertRefused(pair(LAYER, ones(4, 16), ones(16, 2)), LAYER + ": up [16, 2] and down [4, 16] do not fit");
    }

    @Test
    void numbersThatAreNoneAreNamed() throws IOException {
        // Given
        var nan = Tensor.ofFloats(Shape.of(4, 1), new float[] {1, Float.NaN, 1, 1});
        // Then
        assertRefused(pair(LAYER, nan, ones(16, 4)), LAYER + ".lora_A.weight is not finite at element 1");
    }

    @Test
    void aHeaderOfTenGigabytesIsNotRead() throws IOException {
        // Given
        var head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(10L << 30);
        var file = Files.write(folder.resolve("header.safetensors"), head.array());
        // Then
        assertRefused(file, "the header's length is 10737418240; at most");
        assertRefused(Files.write(folder.resolve("text.safetensors"), "hello".getBytes(UTF_8)), "must begin with");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 4.1, -5, Double.NaN, Double.POSITIVE_INFINITY})
    void strengthsOutsideTheirRangeAreRefused(double strength) {
        // Given
        var lora = PACKS.resolve("loras/sd15-kohya.safetensors");
        // Then
        assertThatThrownBy(() -> LoraInstall.install(lora, strength, base(), "x", folder))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("strength is " + strength + "; it must be from -4 to 4, and not 0");
    }

    @Test
    void whatIsNotChangedIsLinkedAndTheRestSaysWhereItComesFrom() throws IOException {
        // Given
        var lora = PACKS.resolve("loras/sd2-epsilon-kohya.safetensors");
        var base = ModelPack.draft(PACKS.resolve("sd2-epsilon"), "sd2");
        // When
        var pack = LoraInstall.install(lora, 0.5, base, "sd2.tiny-0.5", folder);
        // Then
        pack.verify("unet");
        pack.verify("text_encoder");
        assertThat(pack.name()).isEqualTo("sd2.tiny-0.5");
        assertThat(pack.files()).contains("unet/model.onnx_data", "unet/1.changed.onnx_data");
        assertThat(pack.modelSha256("text_encoder")).isEqualTo(base.modelSha256("text_encoder"));
        assertThat(pack.json("pack.json").at("/loras/0/strength").asDouble()).isEqualTo(0.5);
        // When
        var both = LoraInstall.install(lora, -0.5, pack, "sd2.both", folder);
        // Then
        both.verify("unet");
        assertThat(both.json("pack.json").at("/loras")).hasSize(2);
    }

    @Test
    void weightsInSeveralFilesAreReadAndEachIsChecked() throws IOException {
        // Given
        var lora = PACKS.resolve("loras/sd2-epsilon-kohya.safetensors");
        var base = ModelPack.draft(PACKS.resolve("sd2-epsilon"), "sd2");
        // When
        var pack = LoraInstall.install(lora, 0.5, base, "sd2.sharded", folder);
        // Then
        assertThat(OnnxFile.read(pack.model("unet")).externalData())
                .containsExactlyInAnyOrder("model.onnx_data", "1.changed.onnx_data");
        OnnxModel.load(pack.model("unet"), SessionSettings.cpu(1)).close();
        // When
        Files.delete(pack.directory().resolve("unet/1.changed.onnx_data"));
        // Then
        assertThatThrownBy(() -> pack.verify("unet")).hasMessageContaining("unet/1.changed.onnx_data: is missing");
    }

    private void assertRefused(Path lora, String fault) throws IOException {
        assertThatThrownBy(() -> LoraInstall.install(lora, 1, base(), "refused", folder))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(fault);
        assertThat(folder.resolve("refused")).doesNotExist();
        assertThat(folder.resolve(".adding-refused")).doesNotExist();
    }

    private static ModelPack base() {
        return ModelPack.draft(PACKS.resolve("sd15"), "sd15");
    }

    private Path pair(String layer, Tensor down, Tensor up) throws IOException {
        return write(Map.of(layer + ".lora_A.weight", down, layer + ".lora_B.weight", up));
    }

    private Path write(Map<String, Tensor> tensors) throws IOException {
        return Files.write(
                folder.resolve("lora.safetensors"), SafetensorsWriter.write(new Safetensors(Map.of(), tensors)));
    }

    private static Tensor ones(int rows, int columns) {
        float[] ones = new float[rows * columns];
        Arrays.fill(ones, 1);
        return Tensor.ofFloats(Shape.of(rows, columns), ones);
    }
}
