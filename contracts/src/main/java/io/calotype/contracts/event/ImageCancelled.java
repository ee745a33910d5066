package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;

/** The picture was no longer wanted, and is not there. */
public record ImageCancelled(ImageId id, Origin origin) implements ImageOutcome {}
