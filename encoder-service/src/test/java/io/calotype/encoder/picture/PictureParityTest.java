package io.calotype.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PictureRequest;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.vae.SourcePictureEncoder;
import io.calotype.encoder.vae.VaeEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.Resize;
import io.calotype.inference.picture.TestPictures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture and its mask mean to a pack of each family, against diffusers; the wide ones are resized before. */
class PictureParityTest {

    private static final Path FIXTURES = Path.of("../models/fixtures/packs");
    private static final ImageSize SIZE = new ImageSize(64, 64);
    private static final Offset<Float> NEAR = Offset.offset(1e-4f);
    private static final Offset<Float> NEAR_IN_HALF = Offset.offset(2e-3f); // of values up to 0.3

    @ParameterizedTest
    @CsvSource({"wide, 64, 64", "picture, 104, 80"})
    void picturesAreResizedAsByPillow(String name, int width, int height) throws IOException {
        // When
        var resized = Resize.to(new ImageSize(width, height), read(name));
        // Then
        assertThat(resized.argb()).isEqualTo(read(name + "-resized").argb());
    }

    @ParameterizedTest
    @ValueSource(strings = {"picture", "wide"})
    void masksAreThoseOfDiffusers(String name) throws IOException {
        // When
        var mask = RepaintMask.of(read(maskOf(name)), SIZE).ofLatents(8);
        // Then
        assertThat(mask.toFloatArray())
                .isEqualTo(golden("sd15").require(name + "/mask").toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd2-epsilon", "sd2-v", "sd-turbo", "lcm", "sdxl", "sdxl-turbo"})
    void latentsAreThoseOfDiffusers(String family) throws IOException {
        // Given
        var pack = ModelPack.draft(FIXTURES.resolve(family), family);
        var golden = golden(family);
        try (var encoder = VaeEncoder.open(pack, SessionSettings.cpu(1)).orElseThrow()) {
            // When
            var latents = encoder.encode(read("picture"));
            var wide = encoder.encode(Resize.to(SIZE, read("wide")));
            // Then
            assertNear(latents.mean(), golden.require("picture/image_latents_mean"), NEAR);
            assertNear(latents.std(), golden.require("picture/image_latents_std"), NEAR);
            assertNear(wide.mean(), golden.require("wide/image_latents_mean"), NEAR);
            assertNear(wide.std(), golden.require("wide/image_latents_std"), NEAR);
        }
    }

    @ParameterizedTest
    @CsvSource({"sd15-inpainting, picture", "sd15-inpainting, wide", "sdxl-inpainting, wide"})
    void whatIsRepaintedIsHiddenFromAModelThatInpaints(String family, String name) throws IOException {
        // Given
        var pack = ModelPack.draft(FIXTURES.resolve(family), family);
        var golden = golden(family);
        var mask = RepaintMask.of(read(maskOf(name)), SIZE);
        var picture = new SourcePicture(SIZE, Resize.to(SIZE, read(name)), Optional.of(mask));
        try (var encoder = SourcePictureEncoder.open(pack, SessionSettings.cpu(1))) {
            // When
            var tensors = encoder.encode(picture);
            // Then
            for (var tensor : tensors.keySet()) {
                assertNear(Safetensors.require(tensors, tensor), golden.require(name + "/" + tensor), NEAR);
            }
            assertThat(tensors)
                    .containsKeys(ImageTensors.MASKED_IMAGE_LATENTS_MEAN, ImageTensors.MASKED_IMAGE_LATENTS_STD);
        }
    }

    @Test
    void aModelThatInpaintsNeedsAPictureAndAMask() {
        // Given
        var pack = ModelPack.draft(FIXTURES.resolve("sd15-inpainting"), "tiny");
        var picture = new PictureReference("inputs/a.png");
        try (var encoder = SourcePictureEncoder.open(pack, SessionSettings.cpu(1))) {
            // Then
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> encoder.require(null))
                    .withMessageContaining("tiny does nothing but inpaint");
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> encoder.require(new PictureRequest(picture, null, null)))
                    .satisfies(refusal -> assertThat(refusal.problem().field()).isEqualTo("mask_image"));
            encoder.require(new PictureRequest(picture, picture, null));
        }
    }

    @Test
    void halfPrecisionIsNear() throws IOException {
        // Given
        var pack = ModelPack.draft(FIXTURES.resolve("sd-turbo-fp16"), "sd-turbo-fp16");
        var golden = golden("sd-turbo");
        try (var encoder = VaeEncoder.open(pack, SessionSettings.cpu(1)).orElseThrow()) {
            // When
            var latents = encoder.encode(read("picture"));
            // Then
            assertNear(latents.mean(), golden.require("picture/image_latents_mean"), NEAR_IN_HALF);
            assertNear(latents.std(), golden.require("picture/image_latents_std"), NEAR_IN_HALF);
        }
    }

    private static String maskOf(String name) {
        return name.equals("picture") ? "mask" : name + "-mask";
    }

    private static void assertNear(Tensor own, Tensor there, Offset<Float> near) {
        assertThat(own.shape()).isEqualTo(there.shape());
        assertThat(own.toFloatArray()).containsExactly(there.toFloatArray(), near);
    }

    private static Pixels read(String name) throws IOException {
        return TestPictures.read("image", Files.readAllBytes(FIXTURES.resolve("pictures/" + name + ".png")));
    }

    private static Safetensors golden(String family) throws IOException {
        var file = FIXTURES.resolve("goldens/" + family + ".safetensors");
        return SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
}
