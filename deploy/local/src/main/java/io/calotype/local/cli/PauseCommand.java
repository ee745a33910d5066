package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.spec.ImageId;
import io.calotype.local.stack.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Pauses the images of a prompt that are not denoised yet. */
@Command(
        name = "pause",
        description =
                "Asks the running stack to pause a prompt, or one image of it; ./calotype resume has it go on from the same step.",
        mixinStandardHelpOptions = true)
final class PauseCommand extends DecisionCommand {

    @Parameters(
            paramLabel = "ID",
            description = "The prompt's id, as in its events, or that of one image: PROMPT_ID/INDEX.")
    private String id = "";

    PauseCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision() {
        if (id.indexOf('/') < 0) {
            return new PromptPaused(id, null);
        }
        var image = ImageId.parse(id);
        return new PromptPaused(image.promptId(), image.index());
    }
}
