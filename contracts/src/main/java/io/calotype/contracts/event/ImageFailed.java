package io.calotype.contracts.event;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.spec.ImageId;

/** There will be no picture. A refused prompt fails as its image 0. */
public record ImageFailed(ImageId id, Origin origin, Problem problem) implements ImageOutcome {}
