package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;

/** The one terminal state of an image, as those read it who wait for the picture. */
public sealed interface ImageOutcome permits StoredImage, ImageFailed, ImageCancelled {
    /** Returns which image it is. */
    ImageId id();

    /** Returns the request's origin. */
    Origin origin();
}
