package io.calotype.gateway.model;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PromptWeights;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a prompt's fields may be.
 *
 * @param width pixels, a multiple of the model's {@code size_multiple}
 * @param height pixels, a multiple of the model's {@code size_multiple}
 * @param strength above the minimum
 * @param loraScale of each LoRA
 * @param controls most control pictures
 * @param controlScale of each control picture
 * @param promptLength most code points of a prompt and of a negative prompt
 * @param promptWeights names that {@code prompt_weights} may have
 * @param upscale factors that {@code upscale} may have; none without an upscaler
 * @param outputFormats names that {@code output_format} may have
 * @param picture what a prompt may start from
 */
public record PromptLimits(
        Range width,
        Range height,
        Range steps,
        Range guidanceScale,
        Range guidanceRescale,
        Range strength,
        Range n,
        Range priority,
        Range loraScale,
        int controls,
        Range controlScale,
        int promptLength,
        List<String> promptWeights,
        List<Integer> upscale,
        List<String> outputFormats,
        Picture picture) {

    /** Least and greatest value of a number. */
    public record Range(int minimum, int maximum) {}

    /**
     * A picture that a prompt starts from.
     *
     * @param types its media types
     * @param bytes most bytes
     * @param pixels most pixels
     * @param side longest width and height
     * @param inlineBytes most bytes where it comes within the prompt, before Base64
     */
    @Schema(name = "PictureLimits")
    public record Picture(List<String> types, int bytes, int pixels, int side, int inlineBytes) {}

    private static final Range SIDE = new Range(Limits.MIN_SIDE, Limits.MAX_SIDE);

    /**
     * Returns the limits of this pipeline, which are the same for every model.
     *
     * @param upscale the factor of its upscaler, if it has one
     */
    static PromptLimits ofPipeline(OptionalInt upscale) {
        return new PromptLimits(
                SIDE,
                SIDE,
                new Range(Limits.MIN_STEPS, Limits.MAX_STEPS),
                new Range(Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE),
                new Range(Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE),
                new Range(Limits.MIN_STRENGTH, Limits.MAX_STRENGTH),
                new Range(Limits.MIN_N, Limits.MAX_N),
                new Range(Limits.MIN_PRIORITY, Limits.MAX_PRIORITY),
                new Range(Limits.MIN_LORA_SCALE, Limits.MAX_LORA_SCALE),
                Limits.MAX_CONTROLS,
                new Range(Limits.MIN_CONTROL_SCALE, Limits.MAX_CONTROL_SCALE),
                Limits.MAX_PROMPT_CODE_POINTS,
                Stream.of(PromptWeights.values()).map(PromptWeights::jsonName).toList(),
                upscale.stream().boxed().toList(),
                Stream.of(OutputFormat.values()).map(OutputFormat::jsonName).toList(),
                new Picture(
                        Stream.of(OutputFormat.values())
                                .map(OutputFormat::contentType)
                                .toList(),
                        Limits.MAX_PICTURE_BYTES,
                        Limits.MAX_PICTURE_PIXELS,
                        Limits.MAX_PICTURE_SIDE,
                        Limits.MAX_INLINE_PICTURE_BYTES));
    }
}
