package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;

/**
 * A stored picture as its completed event tells of it: {@link ImageCompleted} without the texts.
 *
 * @param scheduler empty for the pack's own
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
        String contentType)
        implements ImageOutcome {}
