package io.calotype.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.picture.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of CLIP vision models as Optimum lays them out; the models are of {@code mean_colour.py}. */
class ImageEncoderTest {

    private static final Path EXPORT = Path.of("../models/fixtures/packs/sd15");
    private static final SessionSettings CPU = SessionSettings.cpu(1);
    private static final String CLIP =
            "{\"size\": {\"shortest_edge\": 8}, \"crop_size\": {\"height\": 8, \"width\": 8}}";
    private static final String PROJECTED =
            "{\"architectures\": [\"CLIPVisionModelWithProjection\"], \"projection_dim\": 3}";
    private static final int RED = 0xFFFF0000;
    private static final int GREEN = 0xFF00FF00;
    private static final int BLUE = 0xFF0000FF;

    @TempDir
    Path folder;

    @BeforeEach
    void copyExport() throws IOException {
        try (var files = Files.walk(EXPORT)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = folder.resolve(EXPORT.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    @Test
    void aPackWithoutOneHasNone() {
        assertThat(ImageEncoder.open(pack(), CPU)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image_encoder", "vision_model"})
    void seesTheMiddleOfAPictureAsClipDoes(String component) throws IOException {
        // Given: three squares side by side
        write(component, "mean_colour", CLIP, PROJECTED);
        var wide = new Pixels(24, 8, new int[24 * 8]);
        Arrays.setAll(wide.argb(), i -> i % 24 < 8 ? RED : i % 24 < 16 ? GREEN : BLUE);
        // When
        try (var encoder = ImageEncoder.open(pack(), CPU).orElseThrow()) {
            // Then: CLIP's normalisation of pure green
            assertDirection(
                    encoder.embed(wide).orElseThrow().toArray(),
                    (0 - 0.48145466) / 0.26862954,
                    (1 - 0.4578275) / 0.26130258,
                    (0 - 0.40821073) / 0.27577711);
            assertThat(encoder.sharesTextSpace()).isFalse();
        }
    }

    @Test
    void seesTheWholePictureWhereNothingIsCutOut() throws IOException {
        // Given
        var squeezed = "{\"size\": {\"height\": 8, \"width\": 8}, \"resample\": 4, \"image_mean\": [0, 0, 0],"
                + " \"image_std\": [1, 1, 1]}";
        write("image_encoder", "mean_colour", squeezed, PROJECTED);
        var wide = new Pixels(16, 8, new int[16 * 8]);
        Arrays.setAll(wide.argb(), i -> i % 16 < 8 ? RED : 0x00000000); // what is transparent is white
        // Then
        try (var encoder = ImageEncoder.open(pack(), CPU).orElseThrow()) {
            assertDirection(encoder.embed(wide).orElseThrow().toArray(), 1, 0.5, 0.5);
        }
    }

    @Test
    void aVeryLongPictureTakesNoMoreMemoryThanItsMiddle() throws IOException {
        // Given
        write("image_encoder", "mean_colour", CLIP, PROJECTED);
        // Then: at 8 pixels high it would be 131,072 wide
        try (var encoder = ImageEncoder.open(pack(), CPU).orElseThrow()) {
            assertThat(encoder.embed(new Pixels(16_384, 1, new int[16_384]))).isPresent();
        }
    }

    @Test
    void textsAndPicturesAreComparedOnlyInOneSpace() throws IOException {
        // Given
        write("image_encoder", "mean_colour", CLIP, PROJECTED);
        Files.writeString(
                folder.resolve("text_encoder/config.json"),
                PROJECTED.replace("Vision", "Text").replace("}", ", \"max_position_embeddings\": 77}"));
        // Then
        try (var encoder = ImageEncoder.open(pack(), CPU).orElseThrow()) {
            assertThat(encoder.sharesTextSpace()).isTrue();
        }
    }

    @Test
    void theBuiltInPackSaysThatItsSpacesAreOne() throws IOException {
        try (var encoder = ImageEncoder.open(ModelPack.open(Path.of("../models/pictograms")), CPU)
                .orElseThrow()) {
            var picture = new Pixels(256, 256, new int[256 * 256]);
            assertThat(encoder.sharesTextSpace()).isTrue();
            assertThat(encoder.embed(picture)).isEqualTo(encoder.embed(picture));
        }
    }

    /** A processor's settings, and what is wrong with them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\": 0} | size is 0, not 1 to 1024",
                "{\"size\": 4096} | size is 4096, not 1 to 1024",
                "{\"size\": 8, \"crop_size\": 16} | crop_size is larger than size",
                "{\"size\": 8, \"resample\": 0} | resample is 0, not one of 1 to 4",
                "{\"size\": 8, \"image_std\": [1, 0, 1]} | image_std is [1.0, 0.0, 1.0], not three numbers",
                "{\"size\": 8, \"image_mean\": [1, 1]} | image_mean is [1.0, 1.0], not three numbers"
            })
    void settingsThatDoNotFitAreRefusedByName(String settings, String reason) throws IOException {
        // Given
        write("image_encoder", "mean_colour", settings, PROJECTED);
        // Then
        assertRefused("image_encoder/preprocessor_config.json", reason);
    }

    @Test
    void modelsThatDoNotFitAreRefusedByName() throws IOException {
        // Given
        write("image_encoder", "unprojected", CLIP, PROJECTED);
        // Then
        assertRefused("image_encoder/model.onnx", "none is image_embeds [batch, D]");

        // Given
        write("image_encoder", "mean_colour", CLIP, "{}");
        // Then
        assertRefused("image_encoder/model.onnx", "the width of image_embeds is nowhere to be read");

        // Given
        Files.copy(
                folder.resolve("vae_encoder/model.onnx"),
                folder.resolve("image_encoder/model.onnx"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        // Then
        assertRefused("image_encoder/model.onnx", "not one F32 or F16 pixel_values [1, 3, 8, 8]");

        // Given
        Files.delete(folder.resolve("image_encoder/preprocessor_config.json"));
        // Then
        assertRefused("image_encoder/preprocessor_config.json", "is missing");
    }

    private void assertRefused(String file, String reason) {
        assertThatThrownBy(() -> ImageEncoder.open(pack(), CPU))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(file)
                .hasMessageContaining(reason);
    }

    private static void assertDirection(float[] direction, double... expected) {
        double length = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
        for (int i = 0; i < expected.length; i++) {
            assertThat(direction[i]).isCloseTo((float) (expected[i] / length), within(1e-5f));
        }
    }

    private ModelPack pack() {
        return ModelPack.draft(folder, "tiny");
    }

    private void write(String component, String model, String processor, String config) throws IOException {
        var target = Files.createDirectories(folder.resolve(component));
        try (var stream = ImageEncoderTest.class.getResourceAsStream(model + ".onnx")) {
            Files.write(
                    target.resolve("model.onnx"), Objects.requireNonNull(stream).readAllBytes());
        }
        Files.writeString(target.resolve("preprocessor_config.json"), processor);
        Files.writeString(target.resolve("config.json"), config);
    }
}
