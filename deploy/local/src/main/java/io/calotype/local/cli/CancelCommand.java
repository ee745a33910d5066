package io.calotype.local.cli;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cancels the images of a prompt that are not done yet. */
@Command(
        name = "cancel",
        description = "Asks the running stack to cancel a prompt; images that are stored already stay.",
        mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PROMPT_ID", description = "The prompt's id, as in its events.")
    private String promptId = "";

    CancelCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        requireId();
        var state = StackState.running(home.stateFile())
                .orElseThrow(() -> new LocalFailure("No stack is running; ./calotype up starts one"));
        try (var channel = PromptChannel.open(state.kafka())) {
            channel.cancel(promptId);
        }
        return 0;
    }

    private void requireId() {
        try {
            ImageId.requirePromptId(promptId);
        } catch (Refusal e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), e.problem().detail());
        }
    }
}
