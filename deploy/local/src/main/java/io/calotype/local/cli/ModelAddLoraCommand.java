package io.calotype.local.cli;

import io.calotype.inference.lora.LoraInstall;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model pack of another one and a LoRA. */
@Command(
        name = "add-lora",
        description = "Makes a new model pack of another one and a LoRA, whose changes are added to the weights.",
        mixinStandardHelpOptions = true)
final class ModelAddLoraCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The LoRA, a safetensors file.")
    private Path file = Path.of("");

    @Option(names = "--to", paramLabel = "PACK", required = true, description = "The pack that it was trained for.")
    private String base = "";

    @Option(names = "--strength", paramLabel = "S", description = "-4 to 4. Default: 1.")
    private BigDecimal strength = BigDecimal.ONE;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "The name that prompts use. Default: the pack, the file and the strength: sd15.brand-0.8.")
    private @Nullable String name;

    ModelAddLoraCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var chosen = name == null ? defaultName() : name;
        var pack = new ModelPacks(home.packs()).open(base);
        var added = LoraInstall.install(file, strength.doubleValue(), pack, chosen, home.packs());
        AddedPack.tryOut(home, added, out);
        out.printf("%s is added: ./calotype generate --model %s \"...\"%n", chosen, chosen);
        return 0;
    }

    private String defaultName() {
        var stem = PackNames.of(file).replaceAll("\\.safetensors$", "");
        boolean full = strength.compareTo(BigDecimal.ONE) == 0;
        return base + "." + stem
                + (full ? "" : "-" + strength.stripTrailingZeros().toPlainString());
    }
}
