package io.calotype.inference.prepare;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import io.calotype.inference.prepare.DenoisingModel.Timesteps;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * A pack's VAE decoder or encoder with one operator for each attention, where both graphs compute the same: read from beside the pack
 * if it was prepared, else edited and checked for this process, so that the bytes of a picture do not depend on that.
 */
public final class VaeModel {

    private static final int SIDE = 8; // of the latents that both graphs are run with
    private static final int CHANNELS = 4; // of latents where the export does not say

    private final ModelPack pack;
    private final String component;
    private final SessionSettings settings;
    private final Path file;

    private VaeModel(ModelPack pack, String component, SessionSettings settings) {
        this.pack = pack;
        this.component = component;
        this.settings = settings;
        file = pack.model(component);
    }

    /** Makes something of the graph that is to be loaded, a file that may be gone afterwards. */
    public static <T> T withGraph(ModelPack pack, String component, SessionSettings settings, Function<Path, T> use) {
        var kept = PreparedGraph.beside(pack, component).graph();
        return kept.isPresent()
                ? use.apply(kept.get())
                : new VaeModel(pack, component, settings)
                        .edited(chosen -> use.apply(
                                chosen.map(checked -> checked.edit().graph()).orElse(pack.model(component))));
    }

    /** Makes, checks and keeps the edited graph, if there is one; tells whether. */
    public static boolean prepare(ModelPack pack, String component, SessionSettings settings) {
        var beside = PreparedGraph.beside(pack, component);
        return beside.graph().isPresent()
                || new VaeModel(pack, component, settings).edited(chosen -> {
                    chosen.ifPresent(checked -> beside.keep(
                            checked.edit().graph(), new Preparation(Timesteps.PER_ROW, true), checked.difference()));
                    return chosen.isPresent();
                });
    }

    private <T> T edited(Function<Optional<EditChoice.Checked>, T> use) {
        pack.verify(component); // the check reads its weights
        try (var edits = GraphEdits.of(file)) {
            var choice = new EditChoice(file, settings, this::run, this::difference);
            return use.apply(choice.of(edits));
        }
    }

    private float[] run(OnnxModel model) {
        var input = model.inputs().get(0);
        var output = model.outputs().get(0);
        boolean decodes = component.equals("vae_decoder");
        long declared = (decodes ? input : output).dimensions().get(1);
        int channels = pack.config(component)
                .path("latent_channels")
                .asInt(declared == TensorInfo.FREE ? CHANNELS : (int) declared);
        int pixels = SIDE * pack.settings().vaeScaleFactor();
        var picture = Shape.of(1, 3, pixels, pixels);
        long parameters = declared == TensorInfo.FREE ? 2L * channels : declared;
        var latents = Shape.of(1, decodes ? channels : parameters, SIDE, SIDE);
        try (var slot = model.slot(
                Map.of(input.name(), decodes ? latents : picture),
                Map.of(output.name(), decodes ? picture : latents))) {
            var numbers = slot.floats(input.name());
            var noise = new Random(1);
            for (int i = 0; i < numbers.capacity(); i++) {
                numbers.put(i, (float) (2 * noise.nextDouble() - 1));
            }
            slot.run();
            var results = slot.output(output.name());
            float[] made = new float[results.capacity()];
            results.get(0, made);
            return made;
        }
    }

    private double difference(OnnxModel exported, float[] edited) {
        return GraphCheck.difference(edited, run(exported), 0);
    }
}
