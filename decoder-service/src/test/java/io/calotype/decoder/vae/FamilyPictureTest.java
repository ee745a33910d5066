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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pictures of each family's VAE, against those of diffusers from the same latents. */
class FamilyPictureTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");
    private static final String IMAGE = "/image";
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
        "sdxl-turbo, sdxl-turbo"
    })
    void pixelsAreThoseOfDiffusers(String family, String weights) throws IOException {
        // Given
        var golden = golden(weights);
        var cells = golden.tensors().keySet().stream()
                .filter(name -> name.endsWith(IMAGE))
                .map(name -> name.substring(0, name.length() - IMAGE.length()))
                .toList();
        try (var decoder = VaeDecoder.open(ModelPack.draft(FIXTURES.resolve(family), family), SessionSettings.cpu(1))) {
            for (var cell : cells) {
                // When
                var picture = decoder.decode(golden.tensors().get(cell + "/latents"), new ImageSize(64, 64));
                // Then
                var expected = golden.tensors().get(cell + IMAGE).data();
                assertThat(farPixels(picture.rgb(), expected)).as(cell).isLessThanOrEqualTo(ALLOWED);
            }
        }
        assertThat(cells).isNotEmpty();
    }

    private static double farPixels(byte[] rgb, ByteBuffer expected) {
        int far = 0;
        for (int pixel = 0; pixel < rgb.length; pixel += 3) {
            int worst = 0;
            for (int i = pixel; i < pixel + 3; i++) {
                worst = Math.max(worst, Math.abs((rgb[i] & 0xff) - (expected.get(i) & 0xff)));
            }
            far += worst > 1 ? 1 : 0;
        }
        return 3.0 * far / rgb.length;
    }

    private static Safetensors golden(String weights) throws IOException {
        var file = FIXTURES.resolve("goldens").resolve(weights + ".safetensors");
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
}
