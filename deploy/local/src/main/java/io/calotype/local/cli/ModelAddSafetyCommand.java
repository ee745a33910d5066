package io.calotype.local.cli;

import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.safety.SafetyInstall;
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

/** Makes a model pack of another one and a safety checker. */
@Command(
        name = "add-safety",
        description =
                "Makes a new model pack of another one and a safety checker, which looks at each picture before it is"
                        + " stored.",
        mixinStandardHelpOptions = true)
final class ModelAddSafetyCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder with safety_checker and feature_extractor.")
    private Path folder = Path.of("");

    @Option(names = "--to", paramLabel = "PACK", required = true, description = "The pack whose pictures are checked.")
    private String base = "";

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "The name that prompts use for the pack. Default: the pack's with .checked after it.")
    private @Nullable String name;

    ModelAddSafetyCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var pack = new ModelPacks(home.packs()).open(base);
        var chosen = name == null ? base + ".checked" : name;
        var added = SafetyInstall.install(folder, pack, chosen, home.packs());
        AddedPack.tryOut(home, added, out);
        out.printf("%s is added: ./calotype generate --model %s \"...\"%n", chosen, chosen);
        return 0;
    }
}
