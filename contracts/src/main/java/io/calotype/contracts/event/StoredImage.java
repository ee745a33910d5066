package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * A stored picture as its completed event describes it: {@link ImageCompleted} without the negative prompt.
 *
 * @param imageSize as it was drawn, in pixels
 * @param meaning of its prompt, where the event has it
 * @param shown what the picture shows, where the event has it
 * @param upscale how many times as wide and high as drawn the picture is; 1 if it was not enlarged
 * @param original the picture as it was drawn, if it was enlarged
 */
public record StoredImage(
        ImageId id,
        Origin origin,
        String model,
        String packDigest,
        ImageSize imageSize,
        Sampling sampling,
        StageTimings timings,
        StoredPicture picture,
        @Nullable PromptMeaning meaning,
        @Nullable ImageMeaning shown,
        int upscale,
        @Nullable StoredPicture original)
        implements ImageOutcome {

    /** A picture that is as it was drawn. */
    public StoredImage(
            ImageId id,
            Origin origin,
            String model,
            String packDigest,
            ImageSize imageSize,
            Sampling sampling,
            StageTimings timings,
            StoredPicture picture,
            @Nullable PromptMeaning meaning,
            @Nullable ImageMeaning shown) {
        this(
                id,
                origin,
                model,
                packDigest,
                imageSize,
                sampling,
                timings,
                picture,
                meaning,
                shown,
                GenerationSpec.NO_UPSCALE,
                null);
    }
}
