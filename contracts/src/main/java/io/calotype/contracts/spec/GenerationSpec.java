package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that decides how one image looks, fully resolved.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param prompt in NFC, 1 to 4,000 code points
 * @param negativePrompt in NFC, may be empty
 * @param steps 1 to 500
 * @param guidanceScale 0 to 100; at most 1 means no guidance
 * @param guidanceRescale 0 to 1, how far the guided prediction gets back the spread of the prompt's own
 * @param scheduler name of a noise schedule, or empty where the pack's own is not known yet
 * @param seed of this image
 * @param model name of the model pack
 * @param priority 0 to 9, higher goes first
 * @param strength above 0 to 1, how much of the way from a picture is gone; null where there is no picture to begin from
 */
public record GenerationSpec(
        String prompt,
        String negativePrompt,
        ImageSize size,
        int steps,
        double guidanceScale,
        double guidanceRescale,
        String scheduler,
        Seed seed,
        OutputFormat outputFormat,
        String model,
        int priority,
        @Nullable Double strength) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public GenerationSpec {
        prompt = requirePrompt(prompt);
        negativePrompt = requireNegativePrompt(negativePrompt);
        Limits.within("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        Limits.within("guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        if (!scheduler.isEmpty()) {
            SchedulerNames.require(scheduler);
        }
        requireName("model", model);
        Limits.within("priority", priority, Limits.MIN_PRIORITY, Limits.MAX_PRIORITY);
        if (strength != null) {
            requireStrength(strength);
        }
    }

    /** Returns a prompt normalised to NFC, if it can be one. */
    public static String requirePrompt(String text) {
        return PromptText.require("prompt", text);
    }

    /** Returns any other text normalised to NFC, if it could be a prompt. */
    public static String requireText(String field, String text) {
        return PromptText.require(field, text);
    }

    /** Returns a negative prompt normalised to NFC, if it can be one; it may be empty. */
    public static String requireNegativePrompt(String text) {
        return PromptText.normalise("negative_prompt", text);
    }

    /** Returns the name of a model pack, if it can be one: letters, digits and {@code . _ -}. */
    public static String requireName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            var detail = field + " must be 1 to " + Limits.MAX_NAME_LENGTH
                    + " letters, digits or . _ - and begin with a letter or digit";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
        return name;
    }

    /** Returns how much of the way from a picture is gone, if it can be that: above 0, at most 1. */
    public static double requireStrength(double strength) {
        double checked = Limits.within("strength", strength, Limits.MIN_STRENGTH, Limits.MAX_STRENGTH);
        if (checked == 0) {
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, "strength", "strength is 0; it must be above 0 and at most 1");
        }
        return checked;
    }

    /** Tells whether the negative prompt counts, which doubles the model's work. */
    public boolean guided() {
        return guidanceScale > 1;
    }
}
