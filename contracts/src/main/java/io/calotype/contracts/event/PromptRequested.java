package io.calotype.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request for pictures.
 *
 * @param deadline when the sender stops waiting: an image that has no end by then fails; null for the deployment's own deadline
 */
public record PromptRequested(
        Origin origin,
        PromptParameters parameters,
        @Nullable Instant deadline) {

    /** A request with the deployment's own deadline. */
    public PromptRequested(Origin origin, PromptParameters parameters) {
        this(origin, parameters, null);
    }

    /** Returns the same request with other parameters. */
    public PromptRequested with(PromptParameters other) {
        return new PromptRequested(origin, other, deadline);
    }

    /** Returns the same request that starts from another picture. */
    public PromptRequested withPicture(PictureRequest picture) {
        return new PromptRequested(origin, parameters.withPicture(picture), deadline);
    }
}
