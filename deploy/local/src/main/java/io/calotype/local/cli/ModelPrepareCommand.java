package io.calotype.local.cli;

import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.stack.Home;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prepares a pack for this machine: edits and optimises its graphs, and keeps them beside the packs. */
@Command(
        name = "prepare",
        description = {
            "Prepares a pack for this machine, as 'add' does, so that it loads faster.",
            "Worth it after an upgrade, on another kind of processor, and after adding LoRAs or control models to the pack."
        },
        mixinStandardHelpOptions = true)
final class ModelPrepareCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "The pack's name.")
    private String name = "";

    @Option(names = "--variant", paramLabel = "V", description = "A variant of the pack, as CALOTYPE_VARIANT names it.")
    private String variant = "";

    @Option(
            names = "--remove-others",
            description = "Also remove what other versions and machines keep optimised of the pack's models."
                    + " Whether they still serve it, Calotype cannot know.")
    private boolean removeOthers;

    ModelPrepareCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(variant.isEmpty() ? name : name + ", variant " + variant);
        PackPreparation.of(new ModelPacks(home.packs()).open(name, variant), out, removeOthers);
        return 0;
    }
}
