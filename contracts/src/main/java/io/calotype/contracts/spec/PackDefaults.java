package io.calotype.contracts.spec;

/**
 * A model pack's defaults for the parameters that a prompt leaves out.
 *
 * @param model the pack's name
 * @param scheduler name of the pack's own noise schedule
 * @param strength of a prompt that starts from a picture, above 0 to 1
 * @param sizeMultiple both sides of a picture must be multiples of it
 */
public record PackDefaults(
        String model,
        ImageSize size,
        int steps,
        double guidanceScale,
        double guidanceRescale,
        String scheduler,
        String negativePrompt,
        OutputFormat outputFormat,
        double strength,
        int sizeMultiple) {

    public PackDefaults {
        GenerationSpec.requireName("model", model);
        size.requireMultipleOf(sizeMultiple);
        Limits.within("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        Limits.within("guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        SchedulerNames.require(scheduler);
        Limits.strength("strength", strength);
        negativePrompt = GenerationSpec.requireNegativePrompt(negativePrompt);
    }

    /** Returns the same with another size, which must fit the multiple too. */
    public PackDefaults sized(ImageSize other) {
        return new PackDefaults(
                model,
                other,
                steps,
                guidanceScale,
                guidanceRescale,
                scheduler,
                negativePrompt,
                outputFormat,
                strength,
                sizeMultiple);
    }
}
