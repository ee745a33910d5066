package io.calotype.local.cli;

import io.calotype.inference.control.ControlAddition;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a ControlNet or T2I-Adapter to a model pack, for images that ask for it. */
@Command(
        name = "add-control",
        description = "Adds a ControlNet or T2I-Adapter to a model pack, for images that are composed as a picture is.",
        mixinStandardHelpOptions = true)
final class ModelAddControlCommand implements Callable<Integer> {

    private static final SessionSettings CPU = SessionSettings.cpu(1);

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FOLDER", description = "What models/export/controlnet.py has written.")
    private Path folder = Path.of("");

    @Option(names = "--to", paramLabel = "PACK", required = true, description = "The pack that it is added to.")
    private String base = "";

    @Option(names = "--name", paramLabel = "N", description = "The name that prompts use. Default: the folder's.")
    private @Nullable String name;

    ModelAddControlCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var pack = new ModelPacks(home.packs()).open(base);
        var added = ControlAddition.add(folder, pack, name == null ? PackNames.of(folder) : name, CPU);
        PackPreparation.ofDenoiser(pack, out);
        out.printf(
                "%s is added: ./calotype generate --model %s --control %s=edges.png \"...\"%n",
                added.name(), base, added.name());
        if (StackState.running(home.stateFile()).isPresent()) {
            out.println("The running stack knows it once it is started again.");
        }
        return 0;
    }
}
