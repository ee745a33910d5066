package io.calotype.inprocess;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.Refusal;
import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.DenoisingSettings;
import io.calotype.encoder.text.TextEncoder;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.quantise.Int8Install;
import io.calotype.inference.quantise.Int8Plan;
import io.calotype.inference.quantise.ObservedModel;
import io.calotype.inference.quantise.Ranges;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a pack whose denoiser and VAE decoder multiply in whole numbers of 8 bits, and compares what both draw.
 *
 * <p>Arguments: the folder of packs, the pack's name, the new one's, the steps of each picture, the most noise that rounding may add to
 * a tensor, and the prompts. All but the last draw the pictures that the scales are taken from; the last draws the one that is compared.
 * It prints one JSON object.
 */
public final class Quantise {

    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;
    private static final String DECODER = "vae_decoder";
    private static final Duration MEASURABLE = Duration.ofMillis(100);

    private final ModelPack base;
    private final int steps;
    private final SessionSettings settings =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());

    private Quantise(ModelPack base, int steps) {
        this.base = base;
        this.steps = steps;
    }

    /** Runs; see the class for its arguments. */
    public static void main(String[] arguments) throws IOException {
        try {
            quantise(arguments);
        } catch (PackException | OnnxException | Refusal e) {
            ERR.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void quantise(String[] arguments) throws IOException {
        var packs = Path.of(arguments[0]);
        var prompts = List.of(arguments).subList(5, arguments.length);
        var seen = prompts.subList(0, prompts.size() - 1);
        var unseen = prompts.get(prompts.size() - 1);
        var run = new Quantise(ModelPack.open(packs.resolve(arguments[1])), Integer.parseInt(arguments[3]));
        var figures = JsonNodeFactory.instance.objectNode();
        var components = run.calibrated(seen, Double.parseDouble(arguments[4]), figures);
        var made = Int8Install.install(run.base, components, arguments[2], packs);
        run.compare(made, unseen, figures);
        OUT.println(figures);
    }

    private Map<String, Int8Install.Component> calibrated(List<String> prompts, double mostNoise, ObjectNode figures)
            throws IOException {
        var denoiser = base.family().denoiser().component();
        base.verify(denoiser);
        base.verify(DECODER);
        var denoising = Int8Plan.of(base.model(denoiser), DenoisingModel.prepared(base, denoiser));
        var decoding = Int8Plan.of(base.model(DECODER), base.model(DECODER));
        var unet = ObservedModel.load(denoising, settings);
        var vae = ObservedModel.load(decoding, settings);
        try (var pipeline = InProcessPipeline.of(
                base,
                TextEncoder.open(base, settings),
                DenoisingPack.of(base, unet.model(), DenoisingSettings.oneCall(settings)),
                VaeDecoder.of(base, vae.model(), Integer.MAX_VALUE))) {
            prompts.forEach(prompt -> Trial.of(base, pipeline, prompt, steps));
        }
        var components = new LinkedHashMap<String, Int8Install.Component>();
        components.put(denoiser, component(denoising, unet.ranges(), mostNoise, figures.putObject(denoiser)));
        components.put(DECODER, component(decoding, vae.ranges(), mostNoise, figures.putObject(DECODER)));
        return components;
    }

    private static Int8Install.Component component(Int8Plan plan, Ranges ranges, double mostNoise, ObjectNode figures) {
        var kept = plan.keeping(ranges.all(), mostNoise);
        figures.put("nodes", plan.nodes().size()).put("quantised", kept.nodes().size());
        return new Int8Install.Component(kept, ranges.all());
    }

    private void compare(ModelPack made, String prompt, ObjectNode figures) {
        var exact = trial(base, prompt);
        var rounded = trial(made, prompt);
        var away = figures.putArray("latents_away");
        for (int step = 0; step < exact.latents().size(); step++) {
            away.add(rounded.awayAfter(step, exact));
        }
        var picture = exact.picture();
        var other = rounded.picture().rgb();
        figures.put("psnr_db", PictureDifference.psnr(picture.rgb(), other))
                .put("ssim", PictureDifference.ssim(picture.rgb(), other, picture.width(), picture.height()));
        putSpeed(figures, "steps_speed", exact.stepTime(), rounded.stepTime());
        putSpeed(figures, "decode_speed", exact.decodeTime(), rounded.decodeTime());
    }

    /** Says nothing of what is too short to be measured. */
    private static void putSpeed(ObjectNode figures, String name, Duration before, Duration after) {
        if (after.compareTo(MEASURABLE) > 0) {
            figures.put(name, (double) before.toNanos() / after.toNanos());
        }
    }

    private Trial trial(ModelPack pack, String prompt) {
        try (var pipeline = InProcessPipeline.open(pack, settings, settings)) {
            Trial.of(pack, pipeline, prompt, 1); // the first run of a session allocates
            return Trial.of(pack, pipeline, prompt, steps);
        }
    }
}
