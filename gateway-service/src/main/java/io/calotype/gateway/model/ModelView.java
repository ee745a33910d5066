package io.calotype.gateway.model;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model as OpenAI's API lists it, plus what Calotype's own clients need.
 *
 * @param created seconds since 1970
 */
@Schema(name = "Model")
public record ModelView(String id, String object, long created, String ownedBy, Details calotype) {

    /**
     * What a pack offers.
     *
     * @param defaults the values of a prompt's absent fields
     * @param styles words that name a drawing style
     * @param defaultStyle the style of a prompt that names none; null where the pack does not say
     * @param examples prompts worth trying
     * @param schedulers names that a prompt may give, the pack's own first
     * @param sizeMultiple width and height are multiples of it
     * @param loras names of the LoRAs that a prompt may ask for
     * @param controls names of the control models that a prompt may ask for
     * @param limits what a prompt's fields may be
     */
    @Schema(name = "ModelDetails")
    public record Details(
            Defaults defaults,
            List<String> styles,
            @Nullable String defaultStyle,
            List<String> examples,
            List<String> schedulers,
            int sizeMultiple,
            List<String> loras,
            List<String> controls,
            PromptLimits limits) {}

    /** What a prompt's absent fields are filled from; null where the pack leaves it to the pipeline. */
    @Schema(name = "ModelDefaults")
    public record Defaults(
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Integer steps,
            @Nullable Double guidanceScale,
            @Nullable Double strength,
            @Nullable String negativePrompt,
            @Nullable String outputFormat,
            @Nullable String scheduler) {

        Defaults withScheduler(String name) {
            return new Defaults(width, height, steps, guidanceScale, strength, negativePrompt, outputFormat, name);
        }
    }

    /** The list of all models. */
    @Schema(name = "ModelList")
    public record Page(String object, List<ModelView> data) {}
}
