package io.calotype.local.cli;

import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.OutputRequest;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.SamplingRequest;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.Seed;
import io.calotype.inference.pack.ModelPack;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.prompt.PromptRun;
import io.calotype.local.stack.Home;
import java.time.Duration;
import java.util.UUID;

/** One picture of one step, through a stack of its own, to see that a pack works from prompt to pixels. */
final class TrialPicture {

    private static final Duration POLL = Duration.ofMillis(250);
    private static final double NO_GUIDANCE = 1;

    private TrialPicture() {}

    /** Draws the picture and throws it away; {@link LocalFailure} says why there is none. */
    static void draw(Home home, ModelPack pack) {
        var terminal = Terminal.ofThisProcess();
        try (var stack = StackForRun.alone(home, pack.name(), terminal);
                var channel = PromptChannel.open(stack.state().kafka())) {
            var promptId = "trial-" + UUID.randomUUID();
            var run = new PromptRun(1);
            channel.send(new PromptRequested(Origin.of(promptId, "/calotype/cli"), parameters(pack)));
            while (!run.isDone()) {
                var events = channel.poll(promptId, POLL);
                events.forEach(run::accept);
                if (events.isEmpty()) {
                    stack.requireAlive();
                }
            }
            if (!run.isAllCompleted()) {
                throw new LocalFailure(pack.name() + " draws no picture; the services' logs say why");
            }
        } finally {
            terminal.clear();
        }
    }

    private static PromptParameters parameters(ModelPack pack) {
        var size = pack.defaults().size();
        return new PromptParameters(
                "a cat",
                null,
                new OutputRequest(size.width(), size.height(), 1, null),
                new SamplingRequest(1, NO_GUIDANCE, null, null, null, Seed.parse("1")),
                pack.name(),
                Limits.DEFAULT_PRIORITY,
                null);
    }
}
