package io.calotype.local.cli;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.prepare.PackInspection;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Inspects a folder as a model pack and lists its faults. */
@Command(
        name = "verify",
        description = "Inspects an export or a pack: family, inputs and outputs of its models, and faults by file.",
        mixinStandardHelpOptions = true)
final class ModelVerifyCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        var report = PackInspection.of(folder, PackNames.of(folder), SessionSettings.cpu(1));
        report.lines().forEach(commandLine.getOut()::println);
        report.faults().forEach(fault -> commandLine.getErr().println("calotype: " + fault));
        return report.faults().isEmpty() ? 0 : Calotype.REFUSED;
    }
}
