package io.calotype.encoder.messaging;

import io.calotype.contracts.event.RequestedImage;
import java.util.List;

/** What a record of a prompt came to: one that can be worked on, or one that is refused. */
sealed interface ReadPrompt permits Prompt, RefusedPrompt {

    /** The images that it requests. */
    List<RequestedImage> images();
}
