package io.calotype.local.cli;

import io.calotype.inference.lora.LoraAddition;
import io.calotype.inference.lora.LoraInstall;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.io.PrintWriter;
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

/** Makes a model pack of another one and a LoRA, or adds the LoRA to it for images that ask for it. */
@Command(
        name = "add-lora",
        description = {
            "Makes a new model pack of another one and a LoRA, whose changes are added to the weights.",
            "With --per-image the pack stays as it is, and each image may ask for the LoRA at a strength of its own."
        },
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

    @Option(names = "--per-image", description = "Add it for images that ask for it, with generate --lora brand=0.8.")
    private boolean perImage;

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "The name that prompts use. Default: the pack, the file and the strength: sd15.brand-0.8;"
                    + " with --per-image the file: brand.")
    private @Nullable String name;

    ModelAddLoraCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var pack = new ModelPacks(home.packs()).open(base);
        if (perImage) {
            return add(pack, out);
        }
        var chosen = name == null ? defaultName() : name;
        var added = LoraInstall.install(file, strength.doubleValue(), pack, chosen, home.packs());
        AddedPack.tryOut(home, added, out);
        out.printf("%s is added: ./calotype generate --model %s \"...\"%n", chosen, chosen);
        return 0;
    }

    private int add(ModelPack pack, PrintWriter out) {
        if (Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption("--strength")) {
            throw Usage.wrong(spec, "--strength is for each image to say: generate --lora brand=0.8");
        }
        var added = LoraAddition.add(file, pack, name == null ? stem() : name);
        added.models()
                .forEach((component, model) -> out.printf(
                        "  %s takes it at %d layers%n",
                        component, model.layers().size()));
        if (added.models().containsKey(pack.family().denoiser().component())) {
            PackPreparation.ofDenoiser(pack, out);
        }
        out.printf(
                "%s is added: ./calotype generate --model %s --lora %s=0.8 \"...\"%n",
                added.name(), base, added.name());
        if (StackState.running(home.stateFile()).isPresent()) {
            out.println("The running stack knows it once it is started again.");
        }
        return 0;
    }

    private String stem() {
        return PackNames.of(file).replaceAll("\\.safetensors$", "");
    }

    private String defaultName() {
        var stem = stem();
        boolean full = strength.compareTo(BigDecimal.ONE) == 0;
        return base + "." + stem
                + (full ? "" : "-" + strength.stripTrailingZeros().toPlainString());
    }
}
