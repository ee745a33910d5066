package io.calotype.contracts.event;

import io.calotype.contracts.spec.ControlUse;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Sampling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored picture as its completed event describes it: {@link ImageCompleted} without the negative prompt.
 *
 * @param imageSize of its first pass, in pixels
 * @param meaning of its prompt, where the event has it
 * @param shown what the picture shows, where the event has it
 * @param upscale how many times as wide and high as drawn the picture is; 1 if it was not enlarged
 * @param original the picture as it was drawn, if it was enlarged
 * @param hires its second pass, if there was one
 * @param controls the control models that it was drawn with
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
        @Nullable StoredPicture original,
        @Nullable Hires hires,
        List<ControlUse> controls)
        implements ImageOutcome {

    public StoredImage {
        controls = List.copyOf(controls);
    }

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
                null,
                null,
                List.of());
    }

    /** Returns the size in which it was drawn, before it was enlarged if it was. */
    public ImageSize drawnSize() {
        return hires == null ? imageSize : hires.of(imageSize);
    }
}
