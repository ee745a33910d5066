package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import org.jspecify.annotations.Nullable;

/**
 * A stored picture as its completed event tells of it: {@link ImageCompleted} without the negative prompt.
 *
 * @param scheduler the noise schedule that was used
 * @param meaning of its prompt, where the event tells it
 */
public record StoredImage(
        ImageId id,
        Origin origin,
        String model,
        String packDigest,
        ImageSize imageSize,
        Seed seed,
        int steps,
        double guidanceScale,
        String scheduler,
        StageTimings timings,
        String bucket,
        String key,
        String sha256,
        long size,
        String contentType,
        @Nullable PromptMeaning meaning)
        implements ImageOutcome {}
