package io.calotype.contracts.event;

import io.calotype.contracts.spec.PictureReference;
import java.time.Instant;
import java.util.function.BiFunction;
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

    /** Tells whether a picture came within the event. */
    public boolean hasInlinePictures() {
        return parameters.hasInlinePictures();
    }

    /**
     * Returns the same request with other pictures.
     *
     * @param change of one, by the field that it is in
     */
    public PromptRequested withPictures(BiFunction<String, PictureReference, PictureReference> change) {
        return with(parameters.withPictures(change));
    }
}
