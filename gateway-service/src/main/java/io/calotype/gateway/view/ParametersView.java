package io.calotype.gateway.view;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.PictureReference;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a prompt: those in effect once a picture reports them, before that those requested, null if left open.
 *
 * @param width in which it is drawn
 * @param height in which it is drawn
 * @param hires a second pass; null for none
 * @param upscale how many times as wide and high it becomes then; null for as it is
 * @param image the key of the picture that it starts from; null if there is none, or if it came within the event
 * @param maskImage the key of the mask, in the same way
 * @param parent the image that it branches off from, and {@code parentStep} where; null if it does not
 * @param keepSteps keeps every step of that multiple
 */
@Schema(name = "Parameters")
public record ParametersView(
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer steps,
        @Nullable Double guidanceScale,
        @Nullable String scheduler,
        @Nullable String seed,
        @Nullable String outputFormat,
        @Nullable Hires hires,
        @Nullable Integer upscale,
        @Nullable String image,
        @Nullable String maskImage,
        @Nullable Double strength,
        @Nullable List<LoraView> loras,
        @Nullable List<ControlView> controls,
        @Nullable String parent,
        @Nullable Integer parentStep,
        @Nullable Integer keepSteps) {

    static ParametersView of(@Nullable PromptParameters asked, List<ImageView> images) {
        var drawn = images.stream()
                .filter(image -> image.picture().sha256() != null)
                .findFirst();
        if (drawn.isPresent()) {
            return inEffect(drawn.get(), asked);
        }
        if (asked == null) {
            return new ParametersView(
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null);
        }
        var output = asked.output();
        var sampling = asked.sampling();
        var format = output.format();
        var seed = sampling.seed();
        return new ParametersView(
                output.width(),
                output.height(),
                sampling.steps(),
                sampling.guidanceScale(),
                sampling.scheduler(),
                seed == null ? null : seed.toString(),
                format == null ? null : format.jsonName(),
                output.hires(),
                output.upscale(),
                image(asked),
                maskImage(asked),
                strength(asked),
                LoraView.of(asked.loras()),
                ControlView.of(asked.controls()),
                parent(branch(asked)),
                parentStep(branch(asked)),
                keepSteps(asked));
    }

    private static ParametersView inEffect(ImageView image, @Nullable PromptParameters asked) {
        var type = image.picture().contentType();
        return new ParametersView(
                image.picture().width(),
                image.picture().height(),
                image.steps(),
                image.drawing().guidanceScale(),
                image.drawing().scheduler(),
                firstSeed(image, asked),
                type == null ? null : type.substring(type.indexOf('/') + 1),
                image.drawing().hires(),
                image.picture().upscale(),
                image(asked),
                maskImage(asked),
                strength(asked),
                asked == null ? null : LoraView.of(asked.loras()),
                asked == null ? null : ControlView.of(asked.controls()),
                parent(branch(asked)),
                parentStep(branch(asked)),
                keepSteps(asked));
    }

    private static @Nullable String image(@Nullable PromptParameters asked) {
        return asked == null || asked.picture() == null
                ? null
                : key(asked.picture().image());
    }

    private static @Nullable String maskImage(@Nullable PromptParameters asked) {
        return asked == null || asked.picture() == null
                ? null
                : key(asked.picture().maskImage());
    }

    private static @Nullable String key(@Nullable PictureReference picture) {
        return picture == null || picture.isInline() ? null : picture.objectKey();
    }

    private static @Nullable Double strength(@Nullable PromptParameters asked) {
        return asked == null || asked.picture() == null ? null : asked.picture().strength();
    }

    private static @Nullable ParentStep branch(@Nullable PromptParameters asked) {
        return asked == null ? null : asked.sampling().parent();
    }

    static @Nullable String parent(@Nullable ParentStep branch) {
        return branch == null ? null : branch.image().toString();
    }

    static @Nullable Integer parentStep(@Nullable ParentStep branch) {
        return branch == null ? null : Integer.valueOf(branch.step());
    }

    private static @Nullable Integer keepSteps(@Nullable PromptParameters asked) {
        return asked == null ? null : asked.sampling().keepSteps();
    }

    /** The seed of image 0: that of image i is it plus i. */
    private static @Nullable String firstSeed(ImageView image, @Nullable PromptParameters asked) {
        if (asked != null && asked.sampling().seed() != null) {
            return asked.sampling().seed().toString();
        }
        var seed = image.drawing().seed();
        return seed == null ? null : Long.toUnsignedString(Long.parseUnsignedLong(seed) - image.index());
    }
}
