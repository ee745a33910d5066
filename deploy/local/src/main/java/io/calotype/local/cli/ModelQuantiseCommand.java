package io.calotype.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.inprocess.InProcessJar;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a model pack of another one that multiplies in whole numbers. */
@Command(
        name = "quantise",
        aliases = "quantize",
        description = {
            "Makes a new model pack of another one whose denoiser and VAE decoder multiply in whole numbers of 8 bits: faster, a "
                    + "quarter of the size, and its pictures differ a little.",
            "Pictures of a few prompts are drawn to find the numbers' ranges, and one more to compare."
        },
        mixinStandardHelpOptions = true)
final class ModelQuantiseCommand implements Callable<Integer> {

    private static final String HEAP = "2g"; // a layer's weights as floats
    private static final List<String> PROMPTS = List.of(
            "a cat sitting on a red mat",
            "portrait of an old fisherman, oil painting",
            "a city street at night in the rain, neon lights",
            "a bowl of fruit on a wooden table, soft light",
            "mountains above a lake at sunrise, photograph");

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "PACK", description = "The pack to make it of.")
    private String base = "";

    @Option(names = "--name", paramLabel = "N", description = "The name that prompts use. Default: PACK-int8.")
    private @Nullable String name;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Draw this, and not the five built-in prompts; at least two, the last to compare.")
    private List<String> prompts = new ArrayList<>();

    @Option(names = "--steps", paramLabel = "N", description = "Of each picture. Default: ${DEFAULT-VALUE}.")
    private int steps = 8;

    @Option(
            names = "--most-noise",
            paramLabel = "X",
            description = "Nodes whose numbers would get more than this share of rounding noise stay as they are. "
                    + "Default: ${DEFAULT-VALUE}.")
    private double mostNoise = 0.01;

    ModelQuantiseCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        requireUsable();
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var chosen = Objects.requireNonNullElse(name, base + "-int8");
        new ModelPacks(home.packs()).open(base);
        ModelPacks.requireName(home.packs().resolve(chosen), chosen);
        if (Files.exists(home.packs().resolve(chosen))) {
            throw new LocalFailure(home.packs().resolve(chosen) + " is there already");
        }
        var arguments = new ArrayList<>(
                List.of(home.packs().toString(), base, chosen, Integer.toString(steps), Double.toString(mostNoise)));
        arguments.addAll(prompts.isEmpty() ? PROMPTS : prompts);
        show(new InProcessJar(home).run("Quantise", HEAP, arguments), out);
        AddedPack.tryOut(home, ModelPack.open(home.packs().resolve(chosen)), out);
        out.printf("%s is added: ./calotype generate --model %s \"...\"%n", chosen, chosen);
        return 0;
    }

    private void requireUsable() {
        if (prompts.size() == 1) {
            throw Usage.wrong(spec, "--prompt must be given twice or more: the last is drawn to compare");
        }
        if (steps < 1) {
            throw Usage.wrong(spec, "--steps must be at least 1, is " + steps);
        }
        if (!(mostNoise > 0)) {
            throw Usage.wrong(spec, "--most-noise must be above 0, is " + mostNoise);
        }
    }

    private static void show(JsonNode figures, PrintWriter out) {
        figures.properties().stream()
                .filter(part -> part.getValue().has("quantised"))
                .forEach(part -> out.printf(
                        "  %s: %d of %d products in whole numbers%n",
                        part.getKey(),
                        part.getValue().path("quantised").asInt(),
                        part.getValue().path("nodes").asInt()));
        var away = figures.path("latents_away");
        out.printf(
                "  a picture of a prompt that was not among them: PSNR %.1f dB, SSIM %.3f; latents %.4f away after the first step, "
                        + "%.4f after the last%n",
                figures.path("psnr_db").asDouble(),
                figures.path("ssim").asDouble(),
                away.path(0).asDouble(),
                away.path(away.size() - 1).asDouble());
        if (figures.has("steps_speed") && figures.has("decode_speed")) {
            out.printf(
                    "  steps are %.2f times as fast by processor time, decoding %.2f times%n",
                    figures.path("steps_speed").asDouble(),
                    figures.path("decode_speed").asDouble());
        }
    }
}
