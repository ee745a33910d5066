package io.calotype.local.cli;

import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.prompt.PromptRun;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** A prompt of the command line that a stack works on. */
record SentPrompt(String id, String source, PromptRun run, PromptChannel channel, StackForRun stack) {

    private static final String SOURCE = "/calotype/cli";
    private static final Duration POLL = Duration.ofMillis(250);

    /** Sends a prompt under an id of its own. */
    static SentPrompt send(PromptParameters parameters, PromptChannel channel, StackForRun stack) {
        return send(SOURCE, parameters, channel, stack);
    }

    /** Sends a prompt on behalf of a source. */
    static SentPrompt send(String source, PromptParameters parameters, PromptChannel channel, StackForRun stack) {
        var id = "cli-" + UUID.randomUUID();
        channel.send(new PromptRequested(Origin.of(id, source), parameters));
        return new SentPrompt(id, source, new PromptRun(parameters.output().n()), channel, stack);
    }

    /**
     * Waits until the stack is ready and each image has its terminal event.
     *
     * @param ends takes the terminal events
     * @param progress is called after every look
     * @throws io.calotype.local.failure.LocalFailure when the stack does not start, or can no longer finish anything
     */
    void await(Consumer<CloudEvent> ends, Consumer<PromptRun> progress) {
        stack.awaitReady();
        while (!run.isDone()) {
            var events = channel.poll(id, POLL);
            events.forEach(event -> run.accept(event).ifPresent(ends));
            progress.accept(run);
            if (events.isEmpty()) {
                stack.requireAlive();
            }
        }
    }

    /** Cancels what is unfinished when this process is interrupted: a running stack should not go on with it. */
    void cancelOnInterrupt() {
        var cancel = new Thread(
                () -> {
                    if (!run.isDone()) {
                        channel.decide(new PromptCancelled(id, source));
                    }
                },
                "cancel-on-interrupt");
        Runtime.getRuntime().addShutdownHook(cancel);
    }
}
