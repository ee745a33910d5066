package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.owner.Owners;
import io.calotype.local.stack.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Pauses the images of a prompt that are not denoised yet. */
@Command(
        name = "pause",
        description =
                "Asks the running stack to pause a prompt, or one image of it; ./calotype resume has it go on from the same step.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends ImagesCommand {

    PauseCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision(String promptId, @Nullable Integer index) {
        return new PromptPaused(promptId, index, Owners.PIPELINE);
    }
}
