package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.Listener;
import io.calotype.local.stack.Stack;
import io.calotype.local.stack.StackPorts;
import io.calotype.local.stack.StackSettings;
import io.calotype.local.stack.StackSettings.Purpose;
import io.calotype.local.stack.StateFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Draws a picture with services that keep their classes for faster starts. The build runs it. */
@Command(name = "record-classes", hidden = true, description = "Makes later starts faster; the build does it.")
final class RecordClassesCommand implements Callable<Integer> {

    private static final List<String> MODELS = List.of(UpCommand.DEFAULT_MODEL);
    private static final StackPorts PORTS = new StackPorts(0, 0, 0, Optional.of(Listener.onLoopback(0)));

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    RecordClassesCommand(Home home) {
        this.home = home;
    }

    /** Without archives everything works, only slower: a build goes on where none can be made. */
    @Override
    public Integer call() {
        var folder = RunFolder.create(home.data());
        try {
            draw(new Home(home.root(), folder.path(), home.packs()));
        } catch (LocalFailure e) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getErr()
                    .println("calotype: starts are not made faster: " + e.getMessage());
        } finally {
            folder.deleteUnlessKept();
        }
        return 0;
    }

    private static void draw(Home home) {
        var settings = new StackSettings(home, home.data(), MODELS, PORTS, Purpose.RECORDING_CLASSES)
                .withUpscaler(Optional.of(StackSettings.UPSCALER));
        Logs.to(settings.logs());
        var reports = new ServiceReports(System.err, Terminal.ofThisProcess());
        try (var stack = Stack.start(settings, reports)) {
            stack.awaitReady();
            new StateFile(home.stateFile()).write(stack.state());
            var picture = home.data().resolve("cat.png").toString();
            Calotype.commandLine(home).execute("generate", "a cat", "--steps", "1", "--upscale", "2", "-o", picture);
        }
    }
}
