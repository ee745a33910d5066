package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.spec.ImageId;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A prompt as it was read.
 *
 * @param event the same as an event, for another encoder
 */
record Prompt(CloudEvent event, PromptRequested request) implements ReadPrompt {

    @Override
    public List<RequestedImage> images() {
        var origin = request.origin();
        var digest = RequestDigest.of(request);
        return IntStream.range(0, request.parameters().output().n())
                .mapToObj(index -> new RequestedImage(new ImageId(origin.promptId(), index), origin, digest))
                .toList();
    }
}
