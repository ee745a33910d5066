package io.calotype.local.cli;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.owner.Owners;
import io.calotype.local.stack.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Cancels the images of a prompt that are not done yet. */
@Command(
        name = "cancel",
        description =
                "Asks the running stack to cancel a prompt, or one image of it; images that are stored already stay.",
        mixinStandardHelpOptions = true)
final class CancelCommand extends ImagesCommand {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read how the images ended.")
    private @Nullable String reason;

    CancelCommand(Home home) {
        super(home);
    }

    @Override
    PromptDecision decision(String promptId, @Nullable Integer index) {
        return new PromptCancelled(promptId, index, reason, Owners.PIPELINE);
    }
}
