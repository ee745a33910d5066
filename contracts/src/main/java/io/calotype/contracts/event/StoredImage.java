package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * A stored picture as its completed event describes it: {@link ImageCompleted} without the negative prompt.
 *
 * @param imageSize in pixels
 * @param meaning of its prompt, where the event has it
 * @param shown what the picture shows, where the event has it
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
        @Nullable ImageMeaning shown)
        implements ImageOutcome {}
