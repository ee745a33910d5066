package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.pack.ControlFolder;
import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.control.ImageControl;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.FixturePack;
import io.calotype.inference.control.ControlAddition;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.prepare.PackInstall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Controlled images, images with LoRAs, with both and with none share every model call, and come out as alone. */
class ControlBatchIT {

    private static final long SLOT_BYTES = 64L << 20;
    private static final int STEPS = 3;
    private static final ImageSize SIZE = new ImageSize(64, 64);

    @TempDir
    private Path folder;

    /** How an image is drawn; a strength of 0 is none. */
    private record Wish(String lora, double loraScale, String control, double scale) {}

    private static final List<Wish> WISHES = List.of(
            new Wish("one", 0.8, "", 0),
            new Wish("", 0, "controlnet", 1),
            new Wish("", 0, "", 0),
            new Wish("two", -0.7, "", 0),
            new Wish("one", 0.3, "adapter", 0.6),
            new Wish("", 0, "adapter", -1),
            new Wish("", 0, "", 0),
            new Wish("two", 1, "controlnet", 0.5));

    @ParameterizedTest
    @CsvSource({"sd15, 1", "sdxl, 2"})
    void eightTogetherAreTheBytesOfEightOneAtATime(String family, int threads) {
        // Given
        var export = FixturePack.open(family);
        var fixtures = export.directory().resolveSibling("");
        var installed = PackInstall.install(export, family, folder);
        var settings = SessionSettings.cpu(threads);
        LoraAddition.add(fixtures.resolve("loras/" + family + "-kohya.safetensors"), installed, "one");
        LoraAddition.add(fixtures.resolve("loras/" + family + "-peft.safetensors"), installed, "two");
        for (var kind : List.of("controlnet", "adapter")) {
            ControlAddition.add(fixtures.resolve("controls/" + family + "-" + kind), installed, kind, settings);
        }
        try (var pack = DenoisingPack.load(installed, settings)) {
            // When
            var calls = new ArrayList<Integer>();
            var together = denoise(pack, 8, calls);
            var alone = denoise(pack, 1, new ArrayList<>());
            // Then
            assertThat(together).isDeepEqualTo(alone);
            assertThat(calls).hasSizeBetween(STEPS, STEPS + 1).containsOnly(8); // PNDM makes one more
            assertThat(alone[1]).isNotEqualTo(alone[5]);
            assertThat(alone[4]).isNotEqualTo(alone[0]);
        }
    }

    private static float[][] denoise(DenoisingPack pack, int maxBatch, List<Integer> calls) {
        try (var denoiser = pack.denoiser(SLOT_BYTES)) {
            var batcher =
                    new ContinuousBatcher(denoiser, maxBatch, (together, rows, nanos) -> calls.add(together.size()));
            var images = new ArrayList<Denoising>();
            for (int i = 0; i < WISHES.size(); i++) {
                images.add(begin(pack, WISHES.get(i), i % 2 == 0));
            }
            images.forEach(image -> batcher.submit(new RunningImage(5, image, new ImageProbe())));
            while (!images.stream().allMatch(Denoising::done)) {
                batcher.tick();
            }
            return images.stream().map(image -> image.trajectory().latents()).toArray(float[][]::new);
        }
    }

    private static Denoising begin(DenoisingPack pack, Wish wish, boolean guided) {
        var requests = wish.loraScale() == 0
                ? List.<LoraRequest>of()
                : List.of(new LoraRequest(wish.lora(), wish.loraScale(), null));
        var loras = pack.loras(LoraShelf.of(pack.pack()).find(requests));
        return RandomImage.begin(pack, SIZE, STEPS, guided, loras).with(controls(pack, wish));
    }

    private static List<ImageControl> controls(DenoisingPack pack, Wish wish) {
        if (wish.scale() == 0) {
            return List.of();
        }
        var noise = new Random(3);
        float[] picture = new float[3 * SIZE.width() * SIZE.height()];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = noise.nextInt(2);
        }
        var packs = pack.pack().directory().resolveSibling("");
        var entry =
                ControlFolder.of(packs, pack.pack().name()).find(wish.control()).orElseThrow();
        var model = pack.control(new ControlUse(entry.name(), wish.scale(), 0, 1, entry.sha256()), SIZE);
        return List.of(new ImageControl(model, picture, Shape.of(3, SIZE.height(), SIZE.width()), wish.scale(), 0, 1));
    }
}
