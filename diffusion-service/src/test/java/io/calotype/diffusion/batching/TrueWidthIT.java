package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A model as large as people use, which {@code model add} has made a pack: {@code -Dfigures.added=FOLDER/NAME}. Prints what a step
 * costs, and compares an image alone with the same one in a batch; {@code -Dfigures.side=256} draws smaller ones.
 */
@EnabledIfSystemProperty(named = "figures.added", matches = ".+")
class TrueWidthIT {

    private static final int SIDE = Integer.getInteger("figures.side", 512);
    private static final int STEPS = 28;

    @Test
    void anImageAloneIsTheSameInABatch() throws IOException {
        // Given
        var added = Path.of(System.getProperty("figures.added"));
        long begin = System.nanoTime();
        var export = new ModelPacks(added.getParent()).open(added.getFileName().toString(), "");
        int threads = Runtime.getRuntime().availableProcessors();
        try (var pack = DenoisingPack.load(export, SessionSettings.cpu(threads));
                var denoiser = pack.denoiser(1L << 30)) {
            say("loaded", begin);
            // When
            var alone = step(denoiser, List.of(image(pack, 0)));
            var together = step(denoiser, List.of(image(pack, 0), image(pack, 1)));
            // Then
            assertThat(together.get(0)).isEqualTo(alone.get(0)).doesNotContain(Float.NaN);
            assertThat(together.get(1)).isNotEqualTo(alone.get(0)).doesNotContain(Float.NaN);
        }
    }

    private static Denoising image(DenoisingPack pack, int number) {
        var random = new Random(number);
        var shape = pack.latents(new ImageSize(SIDE, SIDE));
        var scheduler = pack.scheduler("flow_match_euler");
        int tokens = Math.toIntExact(pack.tokens().orElseThrow());
        return new Denoising(
                scheduler,
                scheduler.begin(new TrajectoryStart(new Seed(number), shape, STEPS)),
                embedding(pack, tokens, random),
                null,
                new Guidance(1, 0),
                null,
                new BatchKey(shape, tokens));
    }

    private static PromptEmbedding embedding(DenoisingPack pack, int tokens, Random random) {
        var vectors = pack.inputs().vectors().stream()
                .map(vector -> numbers(random, vector.width()))
                .toArray(float[][]::new);
        return new PromptEmbedding(numbers(random, tokens * (int) pack.inputs().textWidth()), new long[0], vectors);
    }

    private static float[] numbers(Random random, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static List<float[]> step(Denoiser denoiser, List<Denoising> images) throws IOException {
        long begin = System.nanoTime();
        denoiser.step(images);
        say("a step of " + images.size() + " images", begin);
        return images.stream().map(image -> image.trajectory().latents()).toList();
    }

    private static void say(String what, long begin) throws IOException {
        var memory = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM") || line.startsWith("RssAnon"))
                .toList();
        System.out.printf("%s: %.1f s, %s%n", what, (System.nanoTime() - begin) / 1e9, memory);
    }
}
