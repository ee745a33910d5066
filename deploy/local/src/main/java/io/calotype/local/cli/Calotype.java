package io.calotype.local.cli;

import io.calotype.contracts.problem.RefusedAtStart;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.failure.Reason;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program behind {@code ./calotype}. */
@Command(
        name = "calotype",
        description = "Pictures from prompts, through Kafka.",
        mixinStandardHelpOptions = true,
        version = "calotype 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            GenerateCommand.class,
            UpCommand.class,
            StatusCommand.class,
            CancelCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            BranchCommand.class,
            ReplayCommand.class,
            DescribeCommand.class,
            UpscaleCommand.class,
            ReproduceCommand.class,
            ModelCommand.class,
            DlqCommand.class,
            TopicsCommand.class,
            BenchCommand.class,
            RecordClassesCommand.class
        })
public final class Calotype implements Runnable {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    /** A model pack was refused. */
    static final int REFUSED = RefusedAtStart.EXIT_CODE;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs one command; its exit code is the process's. */
    public static void main(String[] args) {
        // Numbers in messages are the same for every reader.
        Locale.setDefault(Locale.ROOT);
        Logs.off();
        System.exit(run(args));
    }

    private static int run(String[] args) {
        var unreadable = Arguments.unreadable(args);
        if (unreadable.isPresent()) {
            System.err.println("calotype: " + unreadable.get());
            return USAGE;
        }
        var home = Home.under(Path.of(System.getProperty("calotype.root", "")));
        int exitCode = commandLine(home).execute(args);
        System.out.flush();
        return exitCode;
    }

    static CommandLine commandLine(Home home) {
        var commandLine = new CommandLine(new Calotype(), factory(home));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        // "@cat" is a prompt, not a file of arguments.
        commandLine.setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler(Calotype::usage);
        commandLine.setExecutionExceptionHandler(Calotype::failed);
        return commandLine;
    }

    /** Without a command: says what there is, as a usage error. */
    @Override
    public void run() {
        throw Usage.wrong(spec, "Say what to do");
    }

    private static IFactory factory(Home home) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (var constructor : type.getDeclaredConstructors()) {
                    if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Home.class) {
                        return type.cast(constructor.newInstance(home));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static int usage(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("calotype: " + e.getMessage());
        err.println("Try ./" + command.getCommandSpec().qualifiedName(" ") + " --help");
        return USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof LocalFailure || e instanceof RefusedAtStart) {
            command.getErr().println("calotype: " + Reason.of(e));
        } else {
            command.getErr().println("calotype: unexpected: " + Reason.of(e) + " (CALOTYPE_TRACE=1 shows where)");
        }
        if (System.getenv("CALOTYPE_TRACE") != null) {
            e.printStackTrace(command.getErr());
        }
        if (e instanceof LocalFailure failure) {
            return failure.exitCode();
        }
        return e instanceof RefusedAtStart ? REFUSED : FAILED;
    }
}
