package io.calotype.encoder.messaging;

import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Refusal;
import java.util.List;

/** A prompt that will have no pictures. */
record RefusedPrompt(List<RequestedImage> images, Refusal refusal) implements ReadPrompt {}
