package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.SchedulerNames;
import io.calotype.contracts.spec.Seed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt asks for; what is null takes the model pack's default.
 *
 * <p>A value outside its limits is a {@link Refusal} that names field, value and limit.
 *
 * @param prompt in NFC, 1 to 4,000 code points, not blank
 * @param width in pixels, 64 to 2048
 * @param height in pixels, 64 to 2048
 * @param steps 1 to 500
 * @param guidanceScale 0 to 100
 * @param guidanceRescale 0 to 1
 * @param scheduler name of a noise schedule
 * @param seed of the first image; the next images take the next seeds
 * @param n images, 1 to 16
 * @param model name of the model pack
 * @param priority 0 to 9, higher goes first
 * @param picture what the images begin from; null for noise alone
 */
public record PromptParameters(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer steps,
        @Nullable Double guidanceScale,
        @Nullable Double guidanceRescale,
        @Nullable String scheduler,
        @Nullable Seed seed,
        int n,
        @Nullable OutputFormat outputFormat,
        @Nullable String model,
        int priority,
        @Nullable PictureRequest picture) {

    public PromptParameters {
        prompt = GenerationSpec.requirePrompt(prompt);
        negativePrompt = negativePrompt == null ? null : GenerationSpec.requireNegativePrompt(negativePrompt);
        requireWithin("width", width, Limits.MIN_SIDE, Limits.MAX_SIDE);
        requireWithin("height", height, Limits.MIN_SIDE, Limits.MAX_SIDE);
        requireWithin("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        if (guidanceScale != null) {
            Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        }
        if (guidanceRescale != null) {
            Limits.within(
                    "guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        }
        if (scheduler != null) {
            SchedulerNames.require(scheduler);
        }
        Limits.within("n", n, Limits.MIN_N, Limits.MAX_N);
        if (model != null) {
            GenerationSpec.requireName("model", model);
        }
        Limits.within("priority", priority, Limits.MIN_PRIORITY, Limits.MAX_PRIORITY);
    }

    /** Asks for one image, all else by default. */
    public static PromptParameters of(String prompt) {
        return new PromptParameters(
                prompt, null, null, null, null, null, null, null, null, 1, null, null, Limits.DEFAULT_PRIORITY, null);
    }

    /** Returns the same that begins from another picture, or from none. */
    public PromptParameters withPicture(@Nullable PictureRequest other) {
        return new PromptParameters(
                prompt,
                negativePrompt,
                width,
                height,
                steps,
                guidanceScale,
                guidanceRescale,
                scheduler,
                seed,
                n,
                outputFormat,
                model,
                priority,
                other);
    }

    /**
     * Returns one image of this prompt with nothing left open.
     *
     * @throws Refusal if the pack is another, cannot draw the size, or the index is not below {@link #n}
     */
    public GenerationSpec resolve(PackDefaults pack, ImageId image) {
        requireWithin("index", image.index(), 0, n - 1);
        if (model != null && !model.equals(pack.model())) {
            throw Refusal.of(ProblemType.UNKNOWN_MODEL, "model", "model is not " + pack.model());
        }
        var size = new ImageSize(
                Objects.requireNonNullElse(width, pack.size().width()),
                Objects.requireNonNullElse(height, pack.size().height()));
        var firstSeed = seed != null ? seed : Seed.drawnFrom(image.promptId());
        return new GenerationSpec(
                prompt,
                Objects.requireNonNullElse(negativePrompt, pack.negativePrompt()),
                size.requireMultipleOf(pack.sizeMultiple()),
                Objects.requireNonNullElse(steps, pack.steps()),
                Objects.requireNonNullElse(guidanceScale, pack.guidanceScale()),
                Objects.requireNonNullElse(guidanceRescale, pack.guidanceRescale()),
                Objects.requireNonNullElse(scheduler, pack.scheduler()),
                firstSeed.plus(image.index()),
                Objects.requireNonNullElse(outputFormat, pack.outputFormat()),
                pack.model(),
                priority,
                picture == null ? null : picture.strengthWith(pack));
    }

    private static void requireWithin(String field, @Nullable Integer value, int min, int max) {
        if (value != null) {
            Limits.within(field, value, min, max);
        }
    }
}
