package io.calotype.stage.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import java.util.concurrent.CompletionStage;

/** What a stage makes of one image's tensors. */
@FunctionalInterface
public interface TensorWork {

    /**
     * Works on an image that has not ended.
     *
     * @return completes when all effects are durable; a failure of it, or of the method, fails the image
     */
    CompletionStage<Void> make(ImageTensors image, Delivery delivery);

    /** Takes note that the image has an end that {@link #make} did not bring about, blocking if need be. */
    default void ended(ImageTensors image, ImageEnd end) {}
}
