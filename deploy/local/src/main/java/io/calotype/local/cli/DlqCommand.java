package io.calotype.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Dead letters. */
@Command(
        name = "dlq",
        description = "Lists, shows and redrives dead letters: records that a service could not read.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqRedriveCommand.class})
final class DlqCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    /** Without a command: says what there is, as a usage error. */
    @Override
    public void run() {
        throw Usage.wrong(spec, "Say what to do");
    }
}
