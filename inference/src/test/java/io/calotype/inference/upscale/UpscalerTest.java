package io.calotype.inference.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.ResampleFilter;
import io.calotype.inference.picture.Resize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped upscaler on a real picture. */
class UpscalerTest {

    private static final Path MODELS = Path.of("../models");
    private static final String NAME = "rdn-2x";
    private static final SessionSettings CPU = SessionSettings.cpu(2);

    @TempDir
    private Path packs;

    @Test
    void aPictureThatWasHalvedComesBackNearerThanByLanczos() throws IOException {
        // Given
        var original = newcomers().crop(0, 0, 224, 224).toPixels();
        var half = Resize.to(112, 112, ResampleFilter.LANCZOS, original);
        try (var upscaler = Upscaler.open(UpscalerPack.open(MODELS, NAME), CPU)) {
            // When
            double model = decibels(original, upscaler.upscale(half));
            double lanczos = decibels(original, Resize.to(224, 224, ResampleFilter.LANCZOS, half));
            // Then
            System.out.printf("upscaler %.2f dB, Lanczos %.2f dB%n", model, lanczos);
            assertThat(model).isGreaterThan(lanczos + 1);
        }
    }

    @Test
    void tilesMakeThePictureThatOneCallMakes() throws IOException {
        // Given
        var picture = newcomers().crop(0, 0, 260, 300).toPixels();
        var pack = UpscalerPack.open(MODELS, NAME);
        try (var upscaler = Upscaler.open(pack, CPU)) {
            // When
            var tiled = upscaler.upscale(picture);
            var whole = inOneCall(pack, picture);
            // Then
            assertThat(tiled.width()).isEqualTo(520);
            assertThat(tiled.height()).isEqualTo(600);
            assertThat(farthest(tiled, whole, 48))
                    .as("the largest difference inside")
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aPictureOfOnePixelIsOneOfFour() throws IOException {
        try (var upscaler = Upscaler.open(UpscalerPack.open(MODELS, NAME), CPU)) {
            // When
            var four = upscaler.upscale(new Pixels(1, 1, new int[] {Pixels.pixel(200, 100, 50)}));
            // Then
            assertThat(four.argb()).hasSize(4);
            for (int i = 0; i < 4; i++) {
                assertThat(four.red(i)).isBetween(190, 210);
                assertThat(four.blue(i)).isBetween(40, 60);
            }
        }
    }

    @Test
    void aResultOfTooManyPixelsIsRefused() throws IOException {
        var large = new Pixels(4096, 1025, new int[4096 * 1025]);
        try (var upscaler = Upscaler.open(UpscalerPack.open(MODELS, NAME), CPU)) {
            assertThatThrownBy(() -> upscaler.upscale(large))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("4096x1025 enlarged 2 times has 16793600 pixels; at most 16777216");
        }
    }

    @Test
    void whatIsNoUpscalerIsNamed() throws IOException {
        // Given
        assertThatThrownBy(() -> UpscalerPack.open(MODELS, "pictograms"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("is no upscaler: it has no upscaler/model.onnx");
        var vae = MODELS.resolve("fixtures/packs/sd15/vae_decoder/model.onnx");
        pack("other", 2, Files.readAllBytes(vae));
        pack("wrong", 3, Files.readAllBytes(MODELS.resolve(NAME).resolve("upscaler/model.onnx")));
        pack("none", 1, Files.readAllBytes(vae));
        // Then
        assertThatThrownBy(() -> Upscaler.open(UpscalerPack.open(packs, "other"), CPU))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("takes latent_sample F32");
        assertThatThrownBy(() -> Upscaler.open(UpscalerPack.open(packs, "wrong"), CPU))
                .hasMessageContaining("upscaler/model.onnx");
        assertThatThrownBy(() -> UpscalerPack.open(packs, "none"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("pack.json: scale is 1, not 2 to 8");
    }

    @Test
    void itIsNotOneOfTheModelsThatDraw() throws IOException {
        // Given
        pack("alone", 2, new byte[] {0});
        // Then
        assertThatThrownBy(() -> new ModelPacks(packs).open("huge")).hasMessageEndingWith("there are []");
    }

    @Test
    void aModelThatWasChangedIsRefused() throws IOException {
        // Given
        pack("damaged", 2, Files.readAllBytes(MODELS.resolve(NAME).resolve("upscaler/model.onnx")));
        var model = packs.resolve("damaged/upscaler/model.onnx");
        byte[] bytes = Files.readAllBytes(model);
        bytes[bytes.length / 2] ^= 1;
        Files.write(model, bytes);
        // Then
        assertThatThrownBy(() -> UpscalerPack.open(packs, "damaged"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("upscaler/model.onnx: sha256 is");
    }

    private void pack(String name, int scale, byte[] model) throws IOException {
        var folder = packs.resolve(name);
        var settings = "{\"name\":\"%s\",\"scale\":%d}".formatted(name, scale).getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(folder.resolve("upscaler"));
        Files.write(folder.resolve("upscaler/model.onnx"), model);
        Files.write(folder.resolve("pack.json"), settings);
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"files\":{\"pack.json\":%s,\"upscaler/model.onnx\":%s}}".formatted(entry(settings), entry(model)));
    }

    private static String entry(byte[] bytes) {
        try {
            var sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return "{\"sha256\":\"%s\",\"size\":%d}".formatted(sha256, bytes.length);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PixelRows newcomers() throws IOException {
        var bytes = Files.readAllBytes(MODELS.resolve("docs/newcomers.jpg"));
        return PictureReader.read("picture", PictureHeader.of("picture", bytes), bytes);
    }

    private static Pixels inOneCall(UpscalerPack pack, Pixels picture) {
        int width = picture.width();
        int height = picture.height();
        try (var model = OnnxModel.load(pack.model(), CPU);
                var slot = model.slot(
                        Map.of("image", Shape.of(1, 3, height, width)),
                        Map.of("upscaled", Shape.of(1, 3, 2L * height, 2L * width)))) {
            var seen = new Tile(slot.floats("image"), width, height);
            for (int i = 0; i < width * height; i++) {
                seen.put(i, picture.argb()[i]);
            }
            slot.run();
            var made = new Tile(slot.output("upscaled"), 2 * width, 2 * height);
            var argb = new int[4 * width * height];
            for (int i = 0; i < argb.length; i++) {
                argb[i] = made.pixel(i, pack);
            }
            return new Pixels(2 * width, 2 * height, argb);
        }
    }

    /** The largest difference of a channel, without a margin, where one call sees zeros outside the picture. */
    private static int farthest(Pixels a, Pixels b, int margin) {
        int farthest = 0;
        for (int y = margin; y < a.height() - margin; y++) {
            for (int x = margin; x < a.width() - margin; x++) {
                int i = y * a.width() + x;
                farthest = Math.max(farthest, Math.abs(a.red(i) - b.red(i)));
                farthest = Math.max(farthest, Math.abs(a.green(i) - b.green(i)));
                farthest = Math.max(farthest, Math.abs(a.blue(i) - b.blue(i)));
            }
        }
        return farthest;
    }

    private static double decibels(Pixels a, Pixels b) {
        double squares = 0;
        for (int i = 0; i < a.argb().length; i++) {
            squares += Math.pow(a.red(i) - b.red(i), 2)
                    + Math.pow(a.green(i) - b.green(i), 2)
                    + Math.pow(a.blue(i) - b.blue(i), 2);
        }
        return 10 * Math.log10(255 * 255 / (squares / (3 * a.argb().length)));
    }
}
