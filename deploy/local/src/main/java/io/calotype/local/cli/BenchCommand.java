package io.calotype.local.cli;

import io.calotype.local.bench.Bench;
import io.calotype.local.bench.BenchReport;
import io.calotype.local.bench.InProcessRun;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.prompt.PromptChannel;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a stack of its own. */
@Command(
        name = "bench",
        description = "Measures images a second, latencies, processor time and memory, with a stack of its own.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final PrintStream OUT = System.out;

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private PromptOptions options = new PromptOptions();

    @Option(names = "--images", paramLabel = "N", description = "Of each load. Default: ${DEFAULT-VALUE}.")
    private int images = 100;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "Prompts under way in the saturated load. Default: ${DEFAULT-VALUE}.")
    private int concurrency = 16;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here, too.")
    private @Nullable Path json;

    @Option(
            names = "--in-process",
            paramLabel = "ROUNDS",
            description = "Also compare the stack with its classes in one process, so many times by turns.")
    private int rounds;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Append the figures as a section of this page.")
    private @Nullable Path markdown;

    BenchCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        requirePositive("--images", images);
        requirePositive("--concurrency", concurrency);
        if (options.images != 1) {
            throw Usage.wrong(spec, "-n is not for bench: each prompt asks for one image");
        }
        var report = measure();
        OUT.println(report.text());
        if (json != null) {
            write(json, report.json().toPrettyString() + "\n", StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (markdown != null) {
            write(markdown, "\n" + report.markdown(), StandardOpenOption.APPEND);
        }
        return 0;
    }

    private BenchReport measure() {
        var parameters = Usage.checked(spec, () -> options.parameters(null));
        var model = Objects.requireNonNullElse(options.model, UpCommand.DEFAULT_MODEL);
        var terminal = Terminal.ofThisProcess();
        var begin = Instant.now();
        try (var stack = StackForRun.measured(home, model, terminal, options.upscale != null);
                var channel = PromptChannel.withoutProgress(stack.state().kafka())) {
            var start = Duration.between(begin, Instant.now());
            var bench = new Bench(channel, parameters, processes(stack), terminal::show);
            var report = bench.run(title(model), images, concurrency, start);
            return report.with(bench.against(new InProcessRun(home, model, parameters), rounds, images, concurrency));
        } finally {
            terminal.clear();
        }
    }

    private static Map<String, ProcessHandle> processes(StackForRun stack) {
        var processes = new LinkedHashMap<>(stack.processes());
        processes.put("broker, store and bench", ProcessHandle.current());
        return processes;
    }

    private static String title(String model) {
        return "%s on %d cores, %s %s, Java %s"
                .formatted(
                        model,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }

    private static void write(Path file, String text, OpenOption how) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
        } catch (IOException e) {
            throw new LocalFailure("Cannot write " + file, e);
        }
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw Usage.wrong(spec, option + " must be at least 1, is " + value);
        }
    }
}
