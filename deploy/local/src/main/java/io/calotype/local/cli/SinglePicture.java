package io.calotype.local.cli;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.local.prompt.PromptChannel;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;

/** One picture that a command needs for itself. */
final class SinglePicture {

    private SinglePicture() {}

    /** Asks for a prompt of one image and waits for its end, whichever it is. */
    static CloudEvent draw(StackForRun stack, PromptParameters parameters, Terminal terminal) {
        try (var channel = PromptChannel.open(stack.state().kafka())) {
            var ends = new ArrayList<CloudEvent>();
            SentPrompt.send(parameters, channel, stack).await(ends::add, terminal::show);
            return ends.get(0);
        } finally {
            terminal.clear();
        }
    }
}
