package io.calotype.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackTest {

    private static final String GRAPH = "2\u0003doc:\u0000"; // an ONNX model: a doc string and an empty graph

    private static final String SETTINGS = """
            {"name": "tiny", "version": "3", "vae_scale_factor": 16, "size_multiple": 32, "max_sequence_length": 48,
             "defaults": {"width": 256, "height": 192, "steps": 20, "guidance_scale": 4.5, "negative_prompt": "blurry",
                          "output_format": "png"},
             "latent_rgb_factors": [[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], "latent_rgb_factors_bias": [0.01, 0.02, 0.03],
             "styles": ["flat"], "examples": ["a red apple"]}""";

    @TempDir
    Path folder;

    private PackFolder packs;

    @BeforeEach
    void writePack() throws IOException {
        packs = new PackFolder(folder.resolve("tiny"))
                .with("pack.json", SETTINGS)
                .with("unet/model.onnx", GRAPH)
                .with("unet/config.json", "{\"in_channels\": 2}")
                .with("scheduler/scheduler_config.json", "{\"_class_name\": \"EulerDiscreteScheduler\"}")
                .withManifest();
    }

    @Test
    void readsInfinityAsDiffusersWritesIt() throws IOException {
        // Given
        var written = "{\"_class_name\": \"EulerDiscreteScheduler\", \"lambda_min_clipped\": -Infinity}";
        packs.with("scheduler/scheduler_config.json", written).withManifest();
        // When
        var config = new ModelPacks(folder).open("tiny").config("scheduler");
        // Then
        assertThat(config.path("lambda_min_clipped").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void isRefusedWhereAnotherManifestIsExpected() {
        // Given
        var pack = new ModelPacks(folder).open("tiny");
        // Then
        assertThatCode(() -> pack.requireManifest(pack.digest())).doesNotThrowAnyException();
        assertThatThrownBy(() -> pack.requireManifest("0".repeat(64)))
                .isInstanceOf(PackException.class)
                .hasMessageContainingAll("manifest.json", pack.digest(), "expected 000");
    }

    @Test
    void readsWhatThePackSaysAboutItself() {
        // When
        var pack = new ModelPacks(folder).open("tiny");
        // Then
        assertThat(pack.name()).isEqualTo("tiny");
        assertThat(pack.digest()).matches("[0-9a-f]{64}").isEqualTo(packs.digest());
        assertThat(pack.defaults().size()).isEqualTo(new ImageSize(256, 192));
        assertThat(pack.defaults().steps()).isEqualTo(20);
        assertThat(pack.defaults().guidanceScale()).isEqualTo(4.5);
        assertThat(pack.defaults().negativePrompt()).isEqualTo("blurry");
        assertThat(pack.defaults().outputFormat()).isEqualTo(OutputFormat.PNG);
        assertThat(pack.defaults().sizeMultiple()).isEqualTo(32);
        assertThat(pack.settings())
                .isEqualTo(new PackSettings(
                        "3",
                        16,
                        32,
                        48,
                        new PreviewFactors(
                                List.of(List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6)), List.of(0.01, 0.02, 0.03)),
                        List.of("flat"),
                        List.of("a red apple")));
        assertThat(pack.config("scheduler").path("_class_name").asText()).isEqualTo("EulerDiscreteScheduler");
        assertThat(pack.config("unet").path("in_channels").asInt()).isEqualTo(2);
        assertThat(pack.model("unet")).hasContent(GRAPH);
        assertThat(pack.has("unet")).isTrue();
        assertThat(pack.has("transformer")).isFalse();
        assertThatCode(() -> pack.verify("unet")).doesNotThrowAnyException();
    }

    @Test
    void aVariantRunsItsOwnGraphsAndHasItsOwnDigest() throws IOException {
        // Given
        packs.with("unet/model_int8.onnx", "rounded weights")
                .with("vae_decoder/model.onnx", "decoder")
                .withManifest();
        // When
        var whole = new ModelPacks(folder).open("tiny");
        var variant = new ModelPacks(folder).open("tiny", "int8");
        // Then
        assertThat(whole.model("unet")).hasContent(GRAPH);
        assertThat(variant.model("unet")).hasContent("rounded weights");
        assertThat(variant.model("vae_decoder").getFileName()).hasToString("model.onnx");
        assertThat(variant.digest()).matches("[0-9a-f]{64}").isNotEqualTo(whole.digest());
    }

    @Test
    void aVariantThatNoComponentHasIsRefused() {
        assertThatThrownBy(() -> new ModelPacks(folder).open("tiny", "int4"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("tiny: has no variant 'int4': no component has a model_int4.onnx");
    }

    @Test
    void changedFileIsNamed() throws IOException {
        // Given
        var pack = ModelPack.open(folder.resolve("tiny"));
        packs.with("unet/model.onnx", "weighty");
        // Then
        assertThatThrownBy(() -> pack.verify("unet"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("unet/model.onnx: sha256 is ");
    }

    @Test
    void shortenedMissingAndUnlistedFilesAreNamed() throws IOException {
        // Given
        var pack = ModelPack.open(folder.resolve("tiny"));
        // When
        packs.with("unet/model.onnx", "w");
        // Then
        assertThatThrownBy(() -> pack.verify("unet")).hasMessageEndingWith("unet/model.onnx: has 1 bytes, not 7");
        // When
        Files.delete(folder.resolve("tiny/unet/model.onnx"));
        // Then
        assertThatThrownBy(() -> pack.verify("unet")).hasMessageEndingWith("unet/model.onnx: is missing");
        // When
        packs.with("unet/model.onnx", GRAPH).with("unet/extra.bin", "x");
        // Then
        assertThatThrownBy(() -> pack.verify("unet")).hasMessageEndingWith("unet/extra.bin: is not in manifest.json");
        assertThatThrownBy(() -> pack.verify("vae_decoder"))
                .hasMessageEndingWith("vae_decoder: the manifest lists no file of this component");
    }

    @Test
    void changedSettingsAreRefusedAtOpening() throws IOException {
        // Given
        packs.with("pack.json", SETTINGS.replace("\"steps\": 20", "\"steps\": 21"));
        // Then
        assertThatThrownBy(() -> ModelPack.open(folder.resolve("tiny"))).hasMessageContaining("pack.json: sha256 is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret", "/etc/passwd", "unet/../../secret", "unet//model.onnx", "unet\\model", "C:/x", ""})
    void pathOutOfThePackIsRefused(String path) throws IOException {
        // Given
        var pack = ModelPack.open(folder.resolve("tiny"));
        // Then
        assertThatThrownBy(() -> pack.file(path))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("out of the pack");
        // Given
        packs.withManifest(path, "0".repeat(64), 1);
        // Then
        assertThatThrownBy(() -> ModelPack.open(folder.resolve("tiny")))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("manifest.json: entry '" + path + "' leads out of the pack");
    }

    @Test
    void linkOutOfThePackIsRefused() throws IOException {
        // Given
        var outside = Files.writeString(folder.resolve("outside"), GRAPH);
        Files.delete(folder.resolve("tiny/unet/model.onnx"));
        Files.createSymbolicLink(folder.resolve("tiny/unet/model.onnx"), outside);
        var pack = ModelPack.open(folder.resolve("tiny"));
        // Then
        assertThatThrownBy(() -> pack.verify("unet")).hasMessageContaining("is a link that leads out of the pack");
        assertThatThrownBy(() -> pack.model("unet")).hasMessageContaining("is a link that leads out of the pack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"steps\": 20 | \"steps\": 0 | defaults: ",
                "\"width\": 256 | \"width\": 250 | defaults: ",
                "\"png\" | \"gif\" | output_format",
                "\"name\": \"tiny\" | \"name\": \"../tiny\" | does not match",
                "\"vae_scale_factor\": 16 | \"vae_scale_factor\": 0 | vae_scale_factor is 0",
                "[0.4, 0.5, 0.6] | [0.4, 0.5] | latent_rgb_factors",
                "\"flat\"] | \"flat\"], \"name\": \"twice\" | is not valid JSON",
            })
    void settingsThatCannotBeAreNamed(String change) throws IOException {
        // Given
        var parts = change.split(" \\| ", -1);
        packs.with("pack.json", SETTINGS.replace(parts[0], parts[1])).withManifest();
        // Then
        assertThatThrownBy(() -> ModelPack.open(folder.resolve("tiny")))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("pack.json: ")
                .hasMessageContaining(parts[2]);
    }

    @Test
    void unknownNameSaysWhichPacksThereAre() {
        assertThatThrownBy(() -> new ModelPacks(folder).open("huge"))
                .hasMessageEndingWith("no model pack named 'huge'; there are [tiny]");
        assertThatThrownBy(() -> new ModelPacks(folder).open("../tiny")).isInstanceOf(PackException.class);
        assertThatThrownBy(() -> ModelPack.open(folder.resolve("huge"))).hasMessageEndingWith("huge: is not a folder");
    }

    @Test
    void folderWithoutManifestIsRefused() throws IOException {
        // Given
        Files.delete(folder.resolve("tiny/manifest.json"));
        // Then
        assertThatThrownBy(() -> ModelPack.open(folder.resolve("tiny")))
                .hasMessageEndingWith("manifest.json: is missing");
    }
}
