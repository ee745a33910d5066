package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import org.jspecify.annotations.Nullable;

/**
 * The image was cancelled, and there is no picture.
 *
 * @param reason of who cancelled it, if there was one
 */
public record ImageCancelled(
        ImageId id, Origin origin, @Nullable String reason) implements ImageOutcome {
    public ImageCancelled {
        reason = reason == null ? null : CancelReason.require(reason);
    }

    /** An image that was cancelled for no reason. */
    public ImageCancelled(ImageId id, Origin origin) {
        this(id, origin, null);
    }
}
