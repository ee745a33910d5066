package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.Inpainting;
import io.calotype.diffusion.denoise.KeptPicture;
import io.calotype.diffusion.denoise.MaskedPicture;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.DenoisingSettings;
import io.calotype.diffusion.pack.FixturePack;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.scheduler.PicturePipeline;
import io.calotype.diffusion.scheduler.PictureStart;
import io.calotype.inference.family.PictureRule;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of one family with different schedulers, steps, guidance and beginnings share model calls and come out as alone. */
class FamilyBatchIT {

    private static final long SLOT_BYTES = 64L << 20;
    private static final int TOKENS = 77;
    private static final Offset<Float> HALF = Offset.offset(0.3f); // on values of up to 30
    private static final Offset<Float> LAST_BITS = Offset.offset(1e-3f); // on the same

    /** What an image begins from. */
    private enum From {
        NOISE,
        PICTURE,
        MASKED_PICTURE
    }

    private record Wish(String scheduler, int steps, long seed, float guidance, From from) {}

    private static final List<Wish> WISHES = List.of(
            new Wish("euler", 3, 7, 7.5f, From.NOISE),
            new Wish("heun", 5, 8, 1, From.MASKED_PICTURE),
            new Wish("pndm", 4, 9, 3, From.NOISE),
            new Wish("dpmpp_2m_sde_karras", 6, 10, 1, From.PICTURE),
            new Wish("dpmpp_sde", 3, 11, 5, From.NOISE),
            new Wish("unipc", 1, 12, 2, From.NOISE));

    private static final List<Wish> FLOW_WISHES = List.of(
            new Wish("flow_match_euler", 3, 7, 7.5f, From.NOISE),
            new Wish("flow_match_heun", 5, 8, 1, From.MASKED_PICTURE),
            new Wish("flow_match_euler_karras", 4, 9, 3, From.NOISE),
            new Wish("flow_match_euler", 6, 10, 1, From.PICTURE),
            new Wish("flow_match_euler_beta", 3, 11, 5, From.NOISE),
            new Wish("flow_match_euler", 1, 12, 2, From.NOISE));

    private static final List<Wish> INPAINTING_WISHES = WISHES.stream()
            .map(wish ->
                    new Wish(wish.scheduler, Math.max(2, wish.steps), wish.seed, wish.guidance, From.MASKED_PICTURE))
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sd15",
                "sd15-older",
                "sd2-epsilon",
                "sd2-v",
                "sd-turbo",
                "sd-turbo-fp16",
                "sdxl",
                "sdxl-turbo",
                "sd3",
                "sd35-medium",
                "flux-dev",
                "flux-schnell",
                "z-image-turbo",
                "flux2-klein",
                "flux2-klein-base",
                "sd15-inpainting",
                "sd2-inpainting",
                "sdxl-inpainting"
            })
    void sixTogetherAreTheBytesOfSixOneAtATime(String family) {
        // Given
        try (var pack = FixturePack.load(family);
                var denoiser = pack.denoiser(SLOT_BYTES)) {
            var images = new ArrayList<Integer>();
            // When
            var together = denoise(pack, denoiser, 6, images);
            var alone = denoise(pack, denoiser, 1, new ArrayList<>());
            // Then
            assertThat(together).isDeepEqualTo(alone);
            assertThat(images.stream().mapToInt(Integer::intValue).max().orElseThrow())
                    .isEqualTo(6);
        }
    }

    @Test
    void aModelWithOneTimestepForAllRowsGivesTheSameBytesAsAlone() {
        // Given
        var export = FixturePack.open("sd-turbo");
        try (var pack = DenoisingPack.load(export, SessionSettings.cpu(1));
                var perRow = pack.denoiser(SLOT_BYTES);
                var exported = DenoisingPack.of(
                        export,
                        OnnxModel.load(export.model("unet"), SessionSettings.cpu(1)),
                        DenoisingSettings.oneCall(SessionSettings.cpu(1)));
                var shared = exported.denoiser(SLOT_BYTES)) {
            // When
            var grouped = denoise(pack, shared, 6, new ArrayList<>());
            var edited = denoise(pack, perRow, 6, new ArrayList<>());
            // Then
            assertThat(grouped).isDeepEqualTo(denoise(pack, shared, 1, new ArrayList<>()));
            for (int image = 0; image < grouped.length; image++) { // the edited graph has its attention fused
                assertThat(edited[image]).containsExactly(grouped[image], LAST_BITS);
            }
        }
    }

    @Test
    void halfPrecisionIsNearTheSame() {
        // Given
        try (var whole = FixturePack.load("sd-turbo");
                var half = FixturePack.load("sd-turbo-fp16");
                var wholeDenoiser = whole.denoiser(SLOT_BYTES);
                var halfDenoiser = half.denoiser(SLOT_BYTES)) {
            // When
            var expected = denoise(whole, wholeDenoiser, 6, new ArrayList<>());
            var rounded = denoise(half, halfDenoiser, 6, new ArrayList<>());
            // Then
            for (int image = 0; image < expected.length; image++) {
                assertThat(rounded[image]).isNotEqualTo(expected[image]);
                assertThat(rounded[image]).containsExactly(expected[image], HALF);
            }
        }
    }

    private static float[][] denoise(DenoisingPack pack, Denoiser denoiser, int maxBatch, List<Integer> images) {
        var batcher = new ContinuousBatcher(denoiser, maxBatch, (together, rows, nanos) -> images.add(together.size()));
        boolean flow = pack.recipe().pictures() == PictureRule.FLOW;
        var wishes = pack.inputs().isForInpainting() ? INPAINTING_WISHES : WISHES;
        var ways = (flow ? FLOW_WISHES : wishes)
                .stream().map(wish -> begin(pack, wish)).toList();
        ways.forEach(way -> batcher.submit(new RunningImage(5, way, new ImageProbe())));
        while (!ways.stream().allMatch(Denoising::done)) {
            batcher.tick();
        }
        return ways.stream().map(way -> way.trajectory().latents()).toArray(float[][]::new);
    }

    private static Denoising begin(DenoisingPack pack, Wish wish) {
        var shape = pack.latents(new ImageSize(64, 64));
        var scheduler = pack.scheduler(wish.scheduler());
        var random = new Random(wish.seed());
        var start = new TrajectoryStart(new Seed(wish.seed()), shape, wish.steps());
        var picture = numbers(random, (int) shape.elementCount());
        var pipeline = PicturePipeline.of(pack.recipe().pictures(), wish.from() == From.MASKED_PICTURE);
        return new Denoising(
                scheduler,
                wish.from() == From.NOISE
                        ? scheduler.begin(start)
                        : scheduler.begin(start, new PictureStart(picture, 0.7, pipeline)),
                embedding(pack, random),
                wish.guidance() > 1 ? embedding(pack, random) : null,
                new Guidance(wish.guidance(), 0),
                wish.from() == From.MASKED_PICTURE ? repaintingHalf(pack, picture, random, shape) : null,
                new BatchKey(shape, tokens(pack)));
    }

    private static Inpainting repaintingHalf(DenoisingPack pack, float[] picture, Random random, Shape shape) {
        float[] mask = new float[(int) (shape.dim(1) * shape.dim(2))];
        Arrays.fill(mask, 0, mask.length / 2, 1);
        return pack.inputs().isForInpainting()
                ? new MaskedPicture(mask, numbers(random, picture.length))
                : new KeptPicture(mask, picture, numbers(random, picture.length));
    }

    private static PromptEmbedding embedding(DenoisingPack pack, Random random) {
        var inputs = pack.inputs();
        var vectors = inputs.vectors().stream()
                .map(vector -> numbers(random, vector.width()))
                .toArray(float[][]::new);
        var states = numbers(random, tokens(pack) * (int) inputs.textWidth());
        return new PromptEmbedding(states, inputs.mask().isPresent() ? mask(pack, random) : new long[0], vectors);
    }

    /** A text of any length, so that those of one call differ in it. */
    private static long[] mask(DenoisingPack pack, Random random) {
        var mask = new long[tokens(pack)];
        Arrays.fill(mask, 0, 1 + random.nextInt(mask.length), 1);
        return mask;
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
