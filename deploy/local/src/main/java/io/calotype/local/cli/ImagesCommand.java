package io.calotype.local.cli;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.spec.ImageId;
import io.calotype.local.stack.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Tells the running stack what becomes of a prompt, or of one image of it. */
abstract class ImagesCommand extends DecisionCommand {

    @Parameters(
            paramLabel = "ID",
            description = "The prompt's id, as in its events, or that of one image: PROMPT_ID/INDEX.")
    private String id = "";

    ImagesCommand(Home home) {
        super(home);
    }

    /** Returns the decision about an image, or about all of the prompt where there is no index. */
    abstract PromptDecision decision(String promptId, @Nullable Integer index);

    @Override
    final PromptDecision decision() {
        if (id.indexOf('/') < 0) {
            return decision(id, null);
        }
        var image = ImageId.parse(id);
        return decision(image.promptId(), image.index());
    }
}
