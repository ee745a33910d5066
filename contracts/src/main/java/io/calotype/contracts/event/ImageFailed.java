package io.calotype.contracts.event;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.ImageId;

/** There will be no picture. */
public record ImageFailed(ImageId id, Origin origin, Problem problem) implements ImageOutcome {}
