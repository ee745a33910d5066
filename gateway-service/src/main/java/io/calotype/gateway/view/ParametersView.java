package io.calotype.gateway.view;

import io.calotype.contracts.event.PromptParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a prompt: those in effect where a picture tells them, otherwise those asked for, null where left open. */
public record ParametersView(
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Integer steps,
        @Nullable Double guidanceScale,
        @Nullable String scheduler,
        @Nullable String seed,
        @Nullable String outputFormat) {

    static ParametersView of(@Nullable PromptParameters asked, List<ImageView> images) {
        var picture = images.stream().filter(image -> image.sha256() != null).findFirst();
        if (picture.isPresent()) {
            return inEffect(picture.get(), asked);
        }
        if (asked == null) {
            return new ParametersView(null, null, null, null, null, null, null);
        }
        var format = asked.outputFormat();
        var seed = asked.seed();
        return new ParametersView(
                asked.width(),
                asked.height(),
                asked.steps(),
                asked.guidanceScale(),
                asked.scheduler(),
                seed == null ? null : seed.toString(),
                format == null ? null : format.jsonName());
    }

    private static ParametersView inEffect(ImageView picture, @Nullable PromptParameters asked) {
        var type = picture.contentType();
        return new ParametersView(
                picture.width(),
                picture.height(),
                picture.steps(),
                picture.guidanceScale(),
                picture.scheduler(),
                firstSeed(picture, asked),
                type == null ? null : type.substring(type.indexOf('/') + 1));
    }

    /** The seed of image 0: that of image i is it plus i. */
    private static @Nullable String firstSeed(ImageView picture, @Nullable PromptParameters asked) {
        if (asked != null && asked.seed() != null) {
            return asked.seed().toString();
        }
        var seed = picture.seed();
        return seed == null ? null : Long.toUnsignedString(Long.parseUnsignedLong(seed) - picture.index());
    }
}
