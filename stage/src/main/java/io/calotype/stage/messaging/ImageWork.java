package io.calotype.stage.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.RequestedImage;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What a stage makes of a record's images. */
@FunctionalInterface
public interface ImageWork {

    /**
     * Makes those that have not ended.
     *
     * @param open at least one
     * @return completes when all effects are durable. Fails, or the method throws, with {@link FailedImages} when some
     *     images fail, with anything else when all do
     */
    CompletionStage<Void> make(List<RequestedImage> open);

    /** Takes note that an image has an end that this work did not make, blocking if need be. */
    default void ended(RequestedImage image, ImageEnd end) {}
}
