package io.calotype.diffusion.batching;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.inference.lora.LoraMix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An image of random numbers instead of a prompt: the same text and noise for all, so that what differs is the LoRA. */
final class RandomImage {

    private static final int TOKENS = 77;

    private RandomImage() {}

    static Denoising begin(DenoisingPack pack, ImageSize size, int steps, boolean guided, LoraMix loras) {
        var shape = pack.latents(size);
        var scheduler = pack.scheduler("");
        var random = new Random(5);
        var prompt = embedding(pack, random);
        return new Denoising(
                scheduler,
                scheduler.begin(new TrajectoryStart(new Seed(7), shape, steps)),
                prompt,
                guided ? embedding(pack, random) : null,
                new Guidance(guided ? 5 : 1, 0),
                null,
                new BatchKey(shape, tokens(pack)),
                loras,
                List.of());
    }

    private static PromptEmbedding embedding(DenoisingPack pack, Random random) {
        var inputs = pack.inputs();
        var vectors = inputs.vectors().stream()
                .map(vector -> numbers(random, vector.width()))
                .toArray(float[][]::new);
        var mask = new long[inputs.mask().isPresent() ? tokens(pack) : 0];
        Arrays.fill(mask, 1);
        return new PromptEmbedding(numbers(random, tokens(pack) * (int) inputs.textWidth()), mask, vectors);
    }

    private static int tokens(DenoisingPack pack) {
        return pack.tokens().map(Math::toIntExact).orElse(TOKENS);
    }

    private static float[] numbers(Random random, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }
}
