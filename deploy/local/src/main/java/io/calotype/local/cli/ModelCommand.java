package io.calotype.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands for model packs. */
@Command(
        name = "model",
        description = "Checks, adds, prepares, quantises, lists and pushes model packs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ModelVerifyCommand.class,
            ModelAddCommand.class,
            ModelAddLoraCommand.class,
            ModelAddControlCommand.class,
            ModelAddEmbeddingCommand.class,
            ModelAddSafetyCommand.class,
            ModelQuantiseCommand.class,
            ModelPrepareCommand.class,
            ModelListCommand.class,
            ModelPushCommand.class
        })
final class ModelCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    /** Without a command: says what there is, as a usage error. */
    @Override
    public void run() {
        throw Usage.wrong(spec, "Say what to do");
    }
}
