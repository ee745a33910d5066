package io.calotype.decoder.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles of the VAE of a tiny Stable Diffusion 1.5, against diffusers' {@code AutoencoderKL.tiled_decode}; they are of 64 pixels. */
class TiledDecodingTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");

    @ParameterizedTest
    @ValueSource(strings = {"square", "wide", "high"})
    void pixelsAreThoseOfDiffusers(String name) throws IOException {
        // Given
        var golden = golden();
        var expected = golden.require(name + "/pixels");
        var size = size(expected);
        try (var decoder = open(0)) {
            // When
            var picture = decoder.decode(golden.require(name + "/latents"), size);
            // Then
            var theirs = Picture.fromPlanes(expected.floats(), size.width(), size.height());
            int farthest = farthest(picture, theirs);
            System.out.printf("%s: tiles are at most %d of 255 from those of diffusers%n", name, farthest);
            assertThat(farthest).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void smallPicturesAreDecodedInOneCall() throws IOException {
        // Given
        var latents = golden().require("square/latents");
        var size = size(golden().require("square/pixels"));
        try (var tiled = open(size.width() * size.height() - 1);
                var whole = open(size.width() * size.height())) {
            // When
            int difference = farthest(tiled.decode(latents, size), whole.decode(latents, size));
            // Then: group normalisation sees another part of the picture in each tile
            assertThat(difference).isGreaterThan(1);
        }
    }

    private static int farthest(Picture one, Picture other) {
        int farthest = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            farthest = Math.max(farthest, Math.abs((one.rgb()[i] & 0xff) - (other.rgb()[i] & 0xff)));
        }
        return farthest;
    }

    private static ImageSize size(Tensor pixels) {
        return new ImageSize((int) pixels.shape().dim(2), (int) pixels.shape().dim(1));
    }

    private static VaeDecoder open(int wholePixels) {
        return VaeDecoder.open(ModelPack.draft(FIXTURES.resolve("sd15"), "sd15"), SessionSettings.cpu(1), wholePixels);
    }

    private static Safetensors golden() throws IOException {
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(FIXTURES.resolve("large/tiles.safetensors"))));
    }
}
