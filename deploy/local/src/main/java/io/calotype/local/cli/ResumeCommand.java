package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.owner.Owners;
import io.calotype.local.stack.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Has the paused images of a prompt go on. */
@Command(
        name = "resume",
        description = "Asks the running stack to go on with a paused prompt, or one image of it.",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends ImagesCommand {

    ResumeCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision(String promptId, @Nullable Integer index) {
        return new PromptResumed(promptId, index, Owners.PIPELINE);
    }
}
