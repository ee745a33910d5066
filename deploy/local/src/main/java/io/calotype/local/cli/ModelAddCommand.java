package io.calotype.local.cli;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.prepare.PackInspection;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns an export into a model pack: checks, prepares and tries it. */
@Command(
        name = "add",
        description =
                "Turns an export into a model pack: checks it, prepares it, and draws a picture of one step with it.",
        mixinStandardHelpOptions = true)
final class ModelAddCommand implements Callable<Integer> {

    private static final SessionSettings CPU = SessionSettings.cpu(1);

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The export's folder.")
    private Path folder = Path.of("");

    @Option(names = "--name", paramLabel = "N", description = "The name that prompts use. Default: the folder's name.")
    private @Nullable String name;

    ModelAddCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        var out = commandLine.getOut();
        var chosen = name == null ? PackNames.of(folder) : name;
        var report = PackInspection.of(folder, chosen, CPU);
        report.lines().forEach(out::println);
        report.faults().forEach(fault -> commandLine.getErr().println("calotype: " + fault));
        var inspected = report.pack();
        if (inspected == null || !report.faults().isEmpty()) {
            return Calotype.REFUSED;
        }
        var pack = PackInstall.install(inspected, chosen, home.packs());
        AddedPack.tryOut(home, pack, out);
        out.printf("%s is added: ./calotype generate --model %s \"...\"%n", chosen, chosen);
        return 0;
    }
}
