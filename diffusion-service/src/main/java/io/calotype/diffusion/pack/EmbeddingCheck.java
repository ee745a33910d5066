package io.calotype.diffusion.pack;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.tensor.DType;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.GuidanceEmbedding;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.denoise.RowVector;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.scheduler.PictureStart;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Checks what an encoder sent against the pack, and only then allocates for it.
 *
 * <p>Tensors: {@code prompt_embeds} F32 [S, D]; {@code prompt_attention_mask} I64 [S] and {@code pooled_prompt_embeds} F32 [D]
 * where the model takes them; the same with {@code negative_} before the name where guidance is on. For an image that starts from a
 * picture also the tensors that {@link ImageTensors} names.
 */
public final class EmbeddingCheck {

    static final String NEGATIVE = "negative_";

    private final DenoisingPack pack;

    /** Checks for a pack. */
    public EmbeddingCheck(DenoisingPack pack) {
        this.pack = pack;
    }

    /**
     * Checks the tensors and starts the image.
     *
     * @throws Refusal PACK_MISMATCH, INVALID_TENSOR, NOT_FINITE, INVALID_PARAMETER or UNSUPPORTED, or what {@link DenoisingPack#loras} and {@link DenoisingPack#control} refuse
     */
    public Denoising begin(ImageTensors embedded) {
        requireSamePack(embedded);
        var sampling = sampling(embedded);
        pack.latents(embedded.task().spec().drawnSize()); // before a first pass is drawn in vain
        var latents = pack.latents(size(embedded));
        var scheduler = pack.scheduler(sampling.scheduler());
        int tokens = tokens(embedded);
        var prompt = embedding(embedded, "", tokens);
        var rule = pack.recipe().guidance();
        var negative = rule.guided(sampling) ? embedding(embedded, NEGATIVE, tokens) : null;
        var start = new TrajectoryStart(sampling.seed(), latents, sampling.steps());
        var picture = embedded.isSecondPass()
                ? Optional.of(PictureLatents.ofFirstPass(embedded, latents, pack))
                : PictureLatents.of(embedded, latents, pack);
        var way = picture.map(from -> scheduler.begin(start, begin(from, sampling)))
                .orElseGet(() -> scheduler.begin(start));
        var guidance = new Guidance((float) rule.scale(sampling), (float) sampling.guidanceRescale());
        var inpainting = picture.map(PictureLatents::inpainting).orElse(null);
        var key = new BatchKey(latents, tokens);
        return new Denoising(
                scheduler,
                way,
                prompt,
                negative,
                guidance,
                inpainting,
                key,
                pack.loras(embedded.task().spec().loras()),
                embedded.isSecondPass() ? List.of() : ControlPicture.read(embedded, pack));
    }

    /** A picture's start, as in diffusers' pipeline for such a model. */
    private static PictureStart begin(PictureLatents picture, Sampling sampling) {
        double strength = Objects.requireNonNull(sampling.strength(), "a picture without strength");
        return new PictureStart(picture.latents(), strength, picture.pipeline(), picture.sampled());
    }

    /** The size of the pass that an image is in. */
    public static ImageSize size(ImageTensors embedded) {
        var spec = embedded.task().spec();
        return embedded.isSecondPass() ? spec.drawnSize() : spec.size();
    }

    private static Sampling sampling(ImageTensors embedded) {
        var spec = embedded.task().spec();
        if (embedded.isSecondPass() && spec.hires() == null) {
            throw Refusal.of(
                    ProblemType.INVALID_TENSOR,
                    ImageTensors.FIRST_PASS_LATENTS,
                    ImageTensors.FIRST_PASS_LATENTS + " come with an image of one pass");
        }
        return embedded.isSecondPass() ? spec.secondPass() : spec.sampling();
    }

    private void requireSamePack(ImageTensors embedded) {
        var task = embedded.task();
        var own = pack.pack();
        requireSame("model", task.spec().model(), own.name());
        requireSame("pack_digest", task.packDigest(), own.digest());
    }

    private static void requireSame(String field, String value, String expected) {
        if (!value.equals(expected)) {
            var detail = field + " is " + value + "; this denoiser has " + expected;
            throw Refusal.of(ProblemType.PACK_MISMATCH, field, detail);
        }
    }

    /** The length of the prompt, within what the model or else the pack allows. */
    private int tokens(ImageTensors embedded) {
        var name = "prompt_embeds";
        var states = embedded.require(name).requireShape(name, DType.F32, -1, -1);
        long tokens = states.shape().dim(0);
        long most = pack.pack().settings().maxSequenceLength();
        long expected = pack.tokens().orElse(allowed(tokens, most));
        states.requireShape(name, DType.F32, expected, pack.inputs().textWidth());
        return Math.toIntExact(expected);
    }

    /** Returns a length that an encoder can make: up to one window, or several whole ones. */
    private static long allowed(long tokens, long window) {
        boolean windows = tokens % window == 0 && tokens / window <= Limits.MAX_PROMPT_WINDOWS;
        return windows && tokens > 0 ? tokens : Math.max(1, Math.min(tokens, window));
    }

    private PromptEmbedding embedding(ImageTensors embedded, String prefix, int tokens) {
        var inputs = pack.inputs();
        var states = floats(embedded, prefix + "prompt_embeds", tokens, inputs.textWidth());
        var mask = inputs.mask().isPresent() ? mask(embedded, prefix + "prompt_attention_mask", tokens) : new long[0];
        var vectors = inputs.vectors().stream()
                .map(vector -> vector(embedded, prefix, vector))
                .toArray(float[][]::new);
        return new PromptEmbedding(states, mask, vectors);
    }

    private static float[] vector(ImageTensors embedded, String prefix, RowVector vector) {
        var spec = embedded.task().spec();
        return switch (vector.kind()) {
            case POOLED -> floats(embedded, prefix + "pooled_prompt_embeds", vector.width());
            case TIME_IDS -> timeIds(size(embedded));
            case GUIDANCE_EMBEDDING ->
                GuidanceEmbedding.of((float) spec.sampling().guidanceScale(), vector.width());
            case GUIDANCE -> new float[] {(float) spec.sampling().guidanceScale()};
        };
    }

    /** The sizes for Stable Diffusion XL: a picture of this size that was never cropped. */
    private static float[] timeIds(ImageSize size) {
        return new float[] {size.height(), size.width(), 0, 0, size.height(), size.width()};
    }

    private static float[] floats(ImageTensors embedded, String name, long... shape) {
        return embedded.require(name)
                .requireShape(name, DType.F32, shape)
                .requireFinite(name)
                .toFloatArray();
    }

    private static long[] mask(ImageTensors embedded, String name, int tokens) {
        var values =
                embedded.require(name).requireShape(name, DType.I64, tokens).longs();
        var mask = new long[tokens];
        values.get(mask);
        for (long value : mask) {
            if (value != 0 && value != 1) {
                throw Refusal.of(ProblemType.INVALID_TENSOR, name, name + " holds " + value + "; expected 0 or 1");
            }
        }
        return mask;
    }
}
