package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.problem.Refusal;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells the running stack what becomes of a prompt. */
abstract class DecisionCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    DecisionCommand(Home home) {
        this.home = home;
    }

    /**
     * Returns what its arguments ask for.
     *
     * @throws Refusal if they name no prompt
     */
    abstract PromptDecision decision();

    @Override
    public final Integer call() {
        var decision = checked();
        var state = StackState.running(home.stateFile())
                .orElseThrow(() -> new LocalFailure("No stack is running; ./calotype up starts one"));
        try (var channel = PromptChannel.open(state.kafka())) {
            channel.decide(decision);
        }
        return 0;
    }

    private PromptDecision checked() {
        try {
            return decision();
        } catch (Refusal e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), e.problem().detail());
        }
    }
}
