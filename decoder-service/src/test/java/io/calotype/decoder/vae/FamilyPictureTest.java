package io.calotype.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures of each family's VAE, against those of diffusers from the same latents, on the sheet that has them all. */
class FamilyPictureTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");
    private static final int SIDE = 64;
    private static final int WHOLE = 1 << 20;
    private static final int ACROSS = 8;
    private static final double ALLOWED = 0.001; // of all pixels, more than one step of 255 apart

    @ParameterizedTest
    @CsvSource({
        "sd15, sd15",
        "sd15-older, sd15",
        "sd2-epsilon, sd2-epsilon",
        "sd2-v, sd2-v",
        "sd-turbo, sd-turbo",
        "lcm, lcm",
        "sdxl, sdxl",
        "sdxl-turbo, sdxl-turbo",
        "sd3, sd3",
        "sd35-medium, sd35-medium",
        "flux-dev, flux-dev",
        "flux-schnell, flux-schnell",
        "z-image-turbo, z-image-turbo",
        "flux2-klein, flux2-klein",
        "flux2-klein-base, flux2-klein-base",
        "sd15-inpainting, sd15-inpainting",
        "sdxl-inpainting, sdxl-inpainting"
    })
    void pixelsAreThoseOfDiffusers(String family, String weights) throws IOException {
        // Given
        var golden = golden(weights);
        var sheet = ImageIO.read(
                FIXTURES.resolve("goldens").resolve(weights + ".png").toFile());
        var cells = List.of(golden.metadata().get("pictures").split(" ", -1));
        try (var decoder = open(family)) {
            for (int i = 0; i < cells.size(); i++) {
                // When
                var picture = decoder.decode(golden.require(cells.get(i) + "/latents"), new ImageSize(SIDE, SIDE));
                // Then
                var expected = sheet.getRGB(SIDE * (i % ACROSS), SIDE * (i / ACROSS), SIDE, SIDE, null, 0, SIDE);
                assertThat(farPixels(picture.rgb(), expected)).as(cells.get(i)).isLessThanOrEqualTo(ALLOWED);
            }
        }
        assertThat(cells).isNotEmpty();
    }

    @Test
    void halfPrecisionIsNear() throws IOException {
        // Given
        var latents = golden("sd-turbo").require("euler/7/4/7.5/latents");
        try (var whole = open("sd-turbo");
                var half = open("sd-turbo-fp16")) {
            // When
            var expected = whole.decode(latents, new ImageSize(SIDE, SIDE)).rgb();
            var rounded = half.decode(latents, new ImageSize(SIDE, SIDE)).rgb();
            // Then
            for (int i = 0; i < expected.length; i++) {
                assertThat((rounded[i] & 0xff) - (expected[i] & 0xff)).isBetween(-8, 8);
            }
        }
    }

    private static VaeDecoder open(String family) {
        return VaeDecoder.open(ModelPack.draft(FIXTURES.resolve(family), family), SessionSettings.cpu(1), WHOLE);
    }

    private static double farPixels(byte[] rgb, int[] expected) {
        int far = 0;
        for (int pixel = 0; pixel < expected.length; pixel++) {
            int worst = 0;
            for (int channel = 0; channel < 3; channel++) {
                int there = expected[pixel] >> (16 - 8 * channel) & 0xff;
                worst = Math.max(worst, Math.abs((rgb[3 * pixel + channel] & 0xff) - there));
            }
            far += worst > 1 ? 1 : 0;
        }
        return (double) far / expected.length;
    }

    private static Safetensors golden(String weights) throws IOException {
        var file = FIXTURES.resolve("goldens").resolve(weights + ".safetensors");
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
}
