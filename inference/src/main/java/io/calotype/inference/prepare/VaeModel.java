package io.calotype.inference.prepare;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import java.nio.file.Path;
import java.util.Map;
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

    private VaeModel(ModelPack pack, String component) {
        this.pack = pack;
        this.component = component;
    }

    /** Makes something of the graph that is to be loaded, a file that may be gone afterwards. */
    public static <T> T withGraph(ModelPack pack, String component, Function<Path, T> use) {
        return new VaeModel(pack, component).edited().withGraph(edits -> true, use);
    }

    /** Makes, checks and keeps the edited graph, if there is one; tells whether. */
    public static boolean prepare(ModelPack pack, String component) {
        return new VaeModel(pack, component).edited().prepare().fusedAttention();
    }

    private EditedModel edited() {
        return new EditedModel(pack, component, this::run, this::difference);
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
