package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.FixturePack;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images with different LoRAs, strengths and none at all share every model call, and come out as alone. */
class LoraBatchIT {

    private static final long SLOT_BYTES = 64L << 20;
    private static final int STEPS = 3;
    private static final List<List<LoraRequest>> WISHES = List.of(
            List.of(use("small", 0.8)),
            List.of(),
            List.of(use("wide", 1)),
            List.of(use("fixture", -0.7)),
            List.of(use("small", 0.3)),
            List.of(use("fixture", 1), use("wide", 0.5)),
            List.of(),
            List.of(use("wide", -1)));

    @TempDir
    private Path folder;

    private static LoraRequest use(String name, double scale) {
        return new LoraRequest(name, scale, null);
    }

    @ParameterizedTest
    @CsvSource({"sd15, kohya, 1", "sdxl, kohya, 2", "sd3, peft, 2", "flux-dev, , 2", "sd-turbo-fp16, , 1"})
    void eightTogetherAreTheBytesOfEightOneAtATime(String family, String dialect, int threads) throws IOException {
        // Given
        var export = FixturePack.open(family);
        var installed = PackInstall.install(export, family, folder);
        var settings = SessionSettings.cpu(threads);
        add(installed, "small", 3);
        add(installed, "wide", 40);
        if (dialect == null) {
            add(installed, "fixture", 16);
        } else {
            var file = export.directory().resolveSibling("loras/" + family + "-" + dialect + ".safetensors");
            LoraAddition.add(file, installed, "fixture");
        }
        try (var pack = DenoisingPack.load(installed, settings)) {
            // When
            var calls = new ArrayList<Integer>();
            var together = denoise(pack, 8, WISHES, calls);
            var alone = denoise(pack, 1, WISHES, new ArrayList<>());
            // Then
            assertThat(together).isDeepEqualTo(alone);
            assertThat(calls).hasSizeBetween(STEPS, STEPS + 1).containsOnly(8); // PNDM makes one more
            assertThat(alone[0]).isNotEqualTo(alone[1]);
            assertThat(alone[0]).isNotEqualTo(alone[4]);
            assertThat(alone[3]).isNotEqualTo(alone[5]);
        }
    }

    /** Adds random numbers for every Linear and convolution of the denoiser that a LoRA may change. */
    private void add(ModelPack pack, String name, int rank) throws IOException {
        var component = pack.family().denoiser().component();
        var layers = OnnxFile.read(pack.model(component)).layers();
        var file = RandomLora.write(folder.resolve(name + ".safetensors"), component, layers, rank);
        LoraAddition.add(file, pack, name);
    }

    private static float[][] denoise(
            DenoisingPack pack, int maxBatch, List<List<LoraRequest>> wishes, List<Integer> calls) {
        var shelf = LoraShelf.of(pack.pack());
        try (var denoiser = pack.denoiser(SLOT_BYTES)) {
            var batcher =
                    new ContinuousBatcher(denoiser, maxBatch, (together, rows, nanos) -> calls.add(together.size()));
            var images = new ArrayList<Denoising>();
            for (int i = 0; i < wishes.size(); i++) {
                images.add(RandomImage.begin(
                        pack, new ImageSize(64, 64), STEPS, i % 2 == 0, pack.loras(shelf.find(wishes.get(i)))));
            }
            images.forEach(image -> batcher.submit(new RunningImage(5, image, new ImageProbe())));
            while (!images.stream().allMatch(Denoising::done)) {
                batcher.tick();
            }
            return images.stream().map(image -> image.trajectory().latents()).toArray(float[][]::new);
        }
    }
}
