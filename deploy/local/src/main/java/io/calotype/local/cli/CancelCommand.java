package io.calotype.local.cli;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.local.stack.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels the images of a prompt that are not done yet. */
@Command(
        name = "cancel",
        description = "Asks the running stack to cancel a prompt; images that are stored already stay.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends DecisionCommand {

    @Parameters(paramLabel = "PROMPT_ID", description = "The prompt's id, as in its events.")
    private String promptId = "";

    CancelCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision() {
        return new PromptCancelled(promptId);
    }
}
