package io.calotype.local.cli;

import io.calotype.contracts.pack.ControlFolder;
import io.calotype.contracts.pack.LoraFolder;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.inference.pack.PackException;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the model packs. */
@Command(name = "list", description = "Lists the model packs.", mixinStandardHelpOptions = true)
final class ModelListCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    ModelListCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        home.models().forEach(name -> tell(name, out));
        return 0;
    }

    private void tell(String name, PrintWriter out) {
        try {
            var pack = new ModelPacks(home.packs()).open(name);
            var defaults = pack.defaults();
            out.printf(
                    "%-24s %-20s %9s %3d steps  guidance %-5s %s%n",
                    name,
                    pack.family().title(),
                    defaults.size(),
                    defaults.steps(),
                    defaults.guidanceScale(),
                    defaults.scheduler());
            var loras = LoraFolder.of(home.packs(), name).names();
            if (!loras.isEmpty()) {
                out.println("  --lora " + String.join(", ", loras));
            }
            var controls = ControlFolder.of(home.packs(), name).names();
            if (!controls.isEmpty()) {
                out.println("  --control " + String.join(", ", controls));
            }
        } catch (PackException e) {
            out.printf("%-24s refused: %s%n", name, e.getMessage());
        }
    }
}
