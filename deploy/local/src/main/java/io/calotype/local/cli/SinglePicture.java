package io.calotype.local.cli;

import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.prompt.PromptRun;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** One picture that a command needs for itself. */
final class SinglePicture {

    private static final Duration POLL = Duration.ofMillis(250);

    private SinglePicture() {}

    /** Asks for a prompt of one image and waits for its end, whichever it is. */
    static CloudEvent draw(StackForRun stack, PromptParameters parameters, Terminal terminal) {
        try (var channel = PromptChannel.open(stack.state().kafka())) {
            var promptId = "cli-" + UUID.randomUUID();
            var run = new PromptRun(1);
            channel.send(new PromptRequested(Origin.of(promptId, "/calotype/cli"), parameters));
            while (true) {
                var events = channel.poll(promptId, POLL);
                var end = events.stream()
                        .map(run::accept)
                        .flatMap(Optional::stream)
                        .findFirst();
                if (end.isPresent()) {
                    return end.get();
                }
                terminal.show(run);
                if (events.isEmpty()) {
                    stack.requireAlive();
                }
            }
        } finally {
            terminal.clear();
        }
    }
}
