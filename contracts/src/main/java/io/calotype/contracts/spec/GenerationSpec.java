package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that decides how one image looks, fully resolved.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param prompt in NFC, 1 to 4,000 code points
 * @param negativePrompt in NFC, may be empty
 * @param promptWeights how both give their words weights
 * @param model name of the model pack
 * @param priority 0 to 9, higher goes first
 * @param upscale how many times as wide and high the picture becomes once it is drawn; {@value #NO_UPSCALE} for as it is
 * @param hires a second pass at a larger size, with nothing left open; null for none
 * @param adapters what it is drawn with beside the model
 */
public record GenerationSpec(
        String prompt,
        String negativePrompt,
        PromptWeights promptWeights,
        ImageSize size,
        Sampling sampling,
        OutputFormat outputFormat,
        String model,
        int priority,
        int upscale,
        @Nullable Hires hires,
        Adapters adapters) {

    /** The factor of a picture that is not enlarged. */
    public static final int NO_UPSCALE = 1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public GenerationSpec {
        prompt = requirePrompt(prompt);
        negativePrompt = requireNegativePrompt(negativePrompt);
        requireName("model", model);
        Limits.within("priority", priority, Limits.MIN_PRIORITY, Limits.MAX_PRIORITY);
        var drawn = hires == null ? size : hires.of(size);
        if (upscale != NO_UPSCALE) {
            drawn.requireUpscalable(upscale);
        }
    }

    /** A picture of the model alone, in one pass, that is not enlarged. */
    public GenerationSpec(
            String prompt,
            String negativePrompt,
            PromptWeights promptWeights,
            ImageSize size,
            Sampling sampling,
            OutputFormat outputFormat,
            String model,
            int priority) {
        this(
                prompt,
                negativePrompt,
                promptWeights,
                size,
                sampling,
                outputFormat,
                model,
                priority,
                NO_UPSCALE,
                null,
                Adapters.NONE);
    }

    /** The LoRAs that it is drawn with, in order. */
    public List<LoraUse> loras() {
        return adapters.loras();
    }

    /** The control models that it is drawn with, in order. */
    public List<ControlUse> controls() {
        return adapters.controls();
    }

    /** Returns the same image, drawn with others beside the model. */
    public GenerationSpec withAdapters(Adapters others) {
        return with(model, upscale, others);
    }

    /** Tells whether the picture is enlarged once it is drawn. */
    public boolean isUpscaled() {
        return upscale != NO_UPSCALE;
    }

    /** Returns the same picture as it is drawn. */
    public GenerationSpec notUpscaled() {
        return with(model, NO_UPSCALE, adapters);
    }

    /** Returns the size in which the picture is drawn in the end: that of the second pass, if there is one. */
    public ImageSize drawnSize() {
        return hires == null ? size : hires.of(size);
    }

    /** Returns how the second pass is denoised; only if there is one. */
    public Sampling secondPass() {
        return Objects.requireNonNull(hires, "a second pass").secondPass(sampling);
    }

    /** Returns the same for another model pack. */
    public GenerationSpec withModel(String other) {
        return with(other, upscale, adapters);
    }

    private GenerationSpec with(String pack, int factor, Adapters others) {
        return new GenerationSpec(
                prompt,
                negativePrompt,
                promptWeights,
                size,
                sampling,
                outputFormat,
                pack,
                priority,
                factor,
                hires,
                others);
    }

    /** Returns how much work the image is to denoise, for comparison with others: steps times megapixels. */
    public double megapixelSteps() {
        double first = megapixelSteps(sampling, size);
        return hires == null ? first : first + megapixelSteps(secondPass(), drawnSize());
    }

    /** Returns how much of it one of the passes is. */
    public double megapixelSteps(boolean second) {
        return second ? megapixelSteps(secondPass(), drawnSize()) : megapixelSteps(sampling, size);
    }

    private static double megapixelSteps(Sampling sampling, ImageSize size) {
        return sampling.steps() * (size.width() / 1000.0) * (size.height() / 1000.0);
    }

    /**
     * Returns how much work the image is for a denoiser, in both passes if there are two: pixels times steps times rows of a model
     * call, two with guidance.
     */
    public long work() {
        return work(size.width(), size.height(), sampling.steps(), sampling.guidanceScale(), hires);
    }

    /** Returns the work of an image of that size, in pixels; the second pass may be larger than can be drawn. */
    public static long work(int width, int height, int steps, double guidanceScale, @Nullable Hires hires) {
        int rows = guidanceScale > 1 ? 2 : 1;
        long first = (long) width * height * steps * rows;
        if (hires == null) {
            return first;
        }
        int more = Objects.requireNonNullElse(hires.steps(), steps);
        return first + (long) hires.side(width) * hires.side(height) * more * rows;
    }

    /** Returns a digest of all that decides the latents but for the pack and what the image starts from: 64 hexadecimal digits. */
    public String look() {
        var latents = Stream.of(
                        prompt,
                        negativePrompt,
                        promptWeights,
                        size,
                        sampling.steps(),
                        sampling.guidanceScale(),
                        sampling.guidanceRescale(),
                        sampling.trueCfgScale(),
                        sampling.scheduler(),
                        sampling.seed(),
                        hires,
                        adapters)
                .map(String::valueOf)
                .collect(Collectors.joining("\0"));
        return Sha256.hex(latents.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a prompt normalised to NFC, if it can be one. */
    public static String requirePrompt(String text) {
        return PromptText.require("prompt", text);
    }

    /** Returns any other text normalised to NFC, if it could be a prompt. */
    public static String requireText(String field, String text) {
        return PromptText.require(field, text);
    }

    /** Tells whether a text shows nothing: it is empty, or all white space and invisible characters. */
    public static boolean isBlank(String text) {
        return PromptText.isBlank(text);
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
}
