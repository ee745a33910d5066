package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;

/** The image was cancelled, and there is no picture. */
public record ImageCancelled(ImageId id, Origin origin) implements ImageOutcome {}
