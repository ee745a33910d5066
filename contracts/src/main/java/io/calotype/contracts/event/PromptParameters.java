package io.calotype.contracts.event;

import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.LoraTags;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.spec.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prompt; null takes the model pack's default.
 *
 * <p>A value outside its limits is a {@link Refusal} that names field, value and limit.
 *
 * @param prompt in NFC, 1 to 4,000 code points, not blank
 * @param promptWeights how both texts give their words weights; null takes the deployment's default
 * @param model name of the model pack
 * @param priority 0 to 9, higher goes first
 * @param picture the picture to start from; null for noise alone
 * @param loras those beside the prompt, and those in its text, where they are taken out
 * @param controls pictures that control how the images are composed
 */
public record PromptParameters(
        String prompt,
        @Nullable String negativePrompt,
        @Nullable PromptWeights promptWeights,
        OutputRequest output,
        SamplingRequest sampling,
        @Nullable String model,
        int priority,
        @Nullable PictureRequest picture,
        List<LoraRequest> loras,
        List<ControlRequest> controls) {

    public PromptParameters {
        var tags = LoraTags.read(GenerationSpec.requirePrompt(prompt), loras);
        prompt = GenerationSpec.requirePrompt(tags.text());
        loras = tags.loras();
        controls = ControlRequest.requireAll(controls);
        negativePrompt = negativePrompt == null ? null : GenerationSpec.requireNegativePrompt(negativePrompt);
        if (model != null) {
            GenerationSpec.requireName("model", model);
        }
        Limits.within("priority", priority, Limits.MIN_PRIORITY, Limits.MAX_PRIORITY);
        if (picture != null) {
            PictureRequest.requireAlone(output, sampling);
        }
    }

    /** Parameters without controls, and without LoRAs but those in the prompt. */
    public PromptParameters(
            String prompt,
            @Nullable String negativePrompt,
            @Nullable PromptWeights promptWeights,
            OutputRequest output,
            SamplingRequest sampling,
            @Nullable String model,
            int priority,
            @Nullable PictureRequest picture) {
        this(prompt, negativePrompt, promptWeights, output, sampling, model, priority, picture, List.of(), List.of());
    }

    /**
     * Reads the parameters' fields; what else is there is left to the caller.
     *
     * @throws Refusal if there is no prompt, or a field has the wrong type or is outside its limits
     */
    public static PromptParameters read(JsonFields fields) {
        return PromptJson.read(fields);
    }

    /** Asks for one image, all else by default. */
    public static PromptParameters of(String prompt) {
        return new PromptParameters(
                prompt,
                null,
                null,
                OutputRequest.DEFAULTS,
                SamplingRequest.DEFAULTS,
                null,
                Limits.DEFAULT_PRIORITY,
                null);
    }

    /** Returns the same with another picture to start from, or none. */
    public PromptParameters withPicture(@Nullable PictureRequest other) {
        return new PromptParameters(
                prompt, negativePrompt, promptWeights, output, sampling, model, priority, other, loras, controls);
    }

    /** Returns the same with other weights. */
    public PromptParameters withPromptWeights(PromptWeights other) {
        return new PromptParameters(
                prompt, negativePrompt, other, output, sampling, model, priority, picture, loras, controls);
    }

    /** Returns the same with more LoRAs, behind those in the prompt. */
    public PromptParameters withMore(List<LoraRequest> more) {
        var all = new ArrayList<>(loras);
        all.addAll(more);
        return new PromptParameters(
                prompt, negativePrompt, promptWeights, output, sampling, model, priority, picture, all, controls);
    }

    /** Returns the same with another way to denoise. */
    public PromptParameters withSampling(SamplingRequest other) {
        return new PromptParameters(
                prompt, negativePrompt, promptWeights, output, other, model, priority, picture, loras, controls);
    }

    /**
     * Returns the same with what is null as the parent had it, all its defaults included.
     *
     * @throws Refusal INVALID_PARAMETER if the size is another
     */
    public PromptParameters branchingFrom(GenerationSpec parent) {
        return new PromptParameters(
                prompt,
                Objects.requireNonNullElse(negativePrompt, parent.negativePrompt()),
                Objects.requireNonNullElse(promptWeights, parent.promptWeights()),
                output.orAs(parent),
                sampling.orAs(parent),
                Objects.requireNonNullElse(model, parent.model()),
                priority,
                picture,
                loras.isEmpty() ? parent.loras().stream().map(LoraRequest::of).toList() : loras,
                controls); // a parent does not say by which pictures it was controlled
    }

    /** Returns the same parameters for whichever pack draws them. */
    public PromptParameters withoutModel() {
        return new PromptParameters(
                prompt, negativePrompt, promptWeights, output, sampling, null, priority, picture, loras, controls);
    }

    /** Returns the same with other controls. */
    public PromptParameters withControls(List<ControlRequest> others) {
        return new PromptParameters(
                prompt, negativePrompt, promptWeights, output, sampling, model, priority, picture, loras, others);
    }

    /** Tells whether a picture came within the event. */
    public boolean hasInlinePictures() {
        return (picture != null && picture.isInline())
                || controls.stream().anyMatch(control -> control.image().isInline());
    }

    /**
     * Returns the same with other pictures.
     *
     * @param change of one, by the field that it is in
     */
    public PromptParameters withPictures(BiFunction<String, PictureReference, PictureReference> change) {
        var changed = controls.stream()
                .map(control -> control.withImage(change.apply(ControlRequest.FIELD, control.image())))
                .toList();
        return withPicture(picture == null ? null : picture.with(change)).withControls(changed);
    }

    /**
     * Returns one image of this prompt with nothing left open but its LoRAs and controls, which only a pack's owner knows.
     *
     * @throws Refusal if the pack is another, cannot draw the size, or the index is not below the count of images
     */
    public GenerationSpec resolve(PackDefaults pack, ImageId image) {
        Limits.within("index", image.index(), 0, output.n() - 1);
        if (model != null && !model.equals(pack.model())) {
            throw Refusal.of(ProblemType.UNKNOWN_MODEL, "model", "model is not " + pack.model());
        }
        var size = output.resolve(pack);
        var firstSeed = sampling.seed() != null ? sampling.seed() : Seed.drawnFrom(image.promptId());
        var strength = picture == null ? null : picture.strengthWith(pack);
        var sampled = sampling.resolve(pack, firstSeed.plus(image.index()), strength);
        return new GenerationSpec(
                prompt,
                Objects.requireNonNullElse(negativePrompt, pack.negativePrompt()),
                Objects.requireNonNullElse(promptWeights, PromptWeights.OFF),
                size,
                sampled,
                Objects.requireNonNullElse(output.format(), pack.outputFormat()),
                pack.model(),
                priority,
                output.upscaleFactor(),
                output.secondPass(sampled),
                Adapters.NONE);
    }
}
