package io.calotype.contracts.event;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.ImageId;
import org.jspecify.annotations.Nullable;

/**
 * One image as one request asks for it.
 *
 * @param digest of the request, see {@link RequestDigest}; null where the request cannot be read
 */
public record RequestedImage(
        ImageId id, Origin origin, @Nullable String digest) {

    /** Returns the image's end if it cannot be made. */
    public ImageEnd failed(Problem problem) {
        return new ImageEnd(id, digest, Events.of(new ImageFailed(id, origin, problem)));
    }

    /** Returns the image's end if nobody wants it any more. */
    public ImageEnd cancelled() {
        return cancelled(null);
    }

    /** Returns the same with the reason of who cancelled it. */
    public ImageEnd cancelled(@Nullable String reason) {
        return new ImageEnd(id, digest, Events.of(new ImageCancelled(id, origin, reason)));
    }
}
