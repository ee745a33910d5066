package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.RealPack;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A picture does not depend on its batch-mates: with the real pack, to the bit. */
class BatchMatesIT {

    private static final long SLOT_BYTES = 1 << 26;
    private static DenoisingPack pack;

    /** Steps, seed, guidance and size of an image; guidance 1 is off. */
    private record Wish(int steps, long seed, float guidance, ImageSize size) {

        Wish(int steps, long seed, float guidance) {
            this(steps, seed, guidance, new ImageSize(256, 256));
        }
    }

    private static final List<Wish> WISHES = List.of(
            new Wish(3, 7, 3),
            new Wish(5, 8, 1),
            new Wish(1, 9, 7.5f),
            new Wish(4, 10, 3),
            new Wish(2, 11, 1),
            new Wish(6, 12, 4, new ImageSize(128, 192)));

    @BeforeAll
    static void load() {
        pack = RealPack.load();
    }

    @AfterAll
    static void close() {
        pack.close();
    }

    @Test
    void sixTogetherAreTheBytesOfSixOneAtATime() {
        // Given
        var images = new ArrayList<Integer>();
        // When
        var together = denoise(WISHES, 6, images);
        var alone = denoise(WISHES, 1, new ArrayList<>());
        // Then
        assertThat(together).isDeepEqualTo(alone);
        assertThat(images.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isGreaterThan(1.5);
    }

    @Test
    void everyBatchSizeGivesTheSameBytes() {
        // Given
        var one = denoise(List.of(new Wish(2, 7, 3)), 1, new ArrayList<>())[0];
        for (int size = 2; size <= 8; size++) {
            var wishes = new ArrayList<Wish>();
            for (int i = 1; i < size; i++) {
                wishes.add(new Wish(2, 100 + i, i % 3));
            }
            wishes.add(new Wish(2, 7, 3));
            // When
            var many = denoise(wishes, size, new ArrayList<>());
            // Then
            assertThat(many[size - 1]).as("batch of %d", size).isEqualTo(one);
        }
    }

    @Test
    void callsSideBySideGiveTheSameBytes() {
        // Given: a call for each half of the rows, also of an image alone
        var inOneCall = denoise(WISHES, 6, new ArrayList<>());
        try (var divided = RealPack.load(2)) {
            // When
            var together = denoise(divided, WISHES, 6, new ArrayList<>());
            var alone = denoise(divided, WISHES, 1, new ArrayList<>());
            // Then
            assertThat(together).isDeepEqualTo(inOneCall);
            assertThat(alone).isDeepEqualTo(inOneCall);
        }
    }

    private static float[][] denoise(List<Wish> wishes, int maxBatch, List<Integer> images) {
        return denoise(pack, wishes, maxBatch, images);
    }

    private static float[][] denoise(DenoisingPack pack, List<Wish> wishes, int maxBatch, List<Integer> images) {
        try (var denoiser = pack.denoiser(SLOT_BYTES)) {
            var batcher =
                    new ContinuousBatcher(denoiser, maxBatch, (together, rows, nanos) -> images.add(together.size()));
            var ways = wishes.stream().map(BatchMatesIT::begin).toList();
            ways.forEach(way -> batcher.submit(new RunningImage(5, way, new ImageProbe())));
            while (!ways.stream().allMatch(Denoising::done)) {
                batcher.tick();
            }
            return ways.stream().map(way -> way.trajectory().latents()).toArray(float[][]::new);
        }
    }

    private static Denoising begin(Wish wish) {
        var shape = pack.latents(wish.size());
        var scheduler = pack.scheduler("");
        var random = new Random(wish.seed());
        int tokens = Math.toIntExact(pack.tokens().orElse(48L));
        var negative = wish.guidance() > 1 ? embedding(random, tokens) : null;
        return new Denoising(
                scheduler,
                scheduler.begin(new TrajectoryStart(new Seed(wish.seed()), shape, wish.steps())),
                embedding(random, tokens),
                negative,
                new Guidance(wish.guidance(), 0),
                null,
                new BatchKey(shape, tokens));
    }

    private static PromptEmbedding embedding(Random random, int tokens) {
        int known = 1 + random.nextInt(tokens);
        var states = new float[tokens * (int) pack.inputs().textWidth()];
        var mask = new long[tokens];
        for (int i = 0; i < known * (int) pack.inputs().textWidth(); i++) {
            states[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < known; i++) {
            mask[i] = 1;
        }
        return new PromptEmbedding(states, mask, new float[0]);
    }
}
