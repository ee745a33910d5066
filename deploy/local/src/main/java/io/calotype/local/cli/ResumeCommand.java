package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.spec.ImageId;
import io.calotype.local.stack.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has the paused images of a prompt go on. */
@Command(
        name = "resume",
        description = "Asks the running stack to go on with a paused prompt, or one image of it.",
        mixinStandardHelpOptions = true)
final class ResumeCommand extends DecisionCommand {

    @Parameters(
            paramLabel = "ID",
            description = "The prompt's id, as in its events, or that of one image: PROMPT_ID/INDEX.")
    private String id = "";

    ResumeCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision() {
        if (id.indexOf('/') < 0) {
            return new PromptResumed(id, null);
        }
        var image = ImageId.parse(id);
        return new PromptResumed(image.promptId(), image.index());
    }
}
