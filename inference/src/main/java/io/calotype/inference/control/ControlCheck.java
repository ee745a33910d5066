package io.calotype.inference.control;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.graph.ControlInputNames;
import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.GraphCheck;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Checks that a control model and a pack's UNet fit each other, by running both. */
final class ControlCheck {

    private static final double MOST = 1e-4;
    private static final int ROWS = 2;
    private static final int TOKENS = 77;
    private static final int PIXELS = 8; // of a picture, for one of the latents

    /** The dimension of an input in which a control model must be as wide as the UNet. */
    private static final Map<String, Integer> SAME =
            Map.of("sample", 1, "encoder_hidden_states", 2, "text_embeds", 1, "time_ids", 1);

    private final Path file;
    private final ModelPack pack;
    private final SessionSettings settings;
    private final Path unet;

    private ControlCheck(Path file, ModelPack pack, SessionSettings settings) {
        this.file = file;
        this.pack = pack;
        this.settings = settings;
        unet = pack.model(pack.family().denoiser().component());
    }

    /** Refuses what does not fit; {@link PackException} says what it is. */
    static void require(Path file, ModelPack pack, SessionSettings settings) {
        var check = new ControlCheck(file, pack, settings);
        DenoisingModel.withGraph(pack, pack.family().denoiser().component(), check::fits);
    }

    private boolean fits(Path base) {
        float[] without = ControlGraph.with(unet, base, graph -> {
            try (var taking = OnnxModel.load(unet, graph, settings)) {
                requireSameNames(taking);
                var latents = latents(taking);
                var places = UNetShapes.of(pack.config(pack.family().denoiser().component()), latents);
                requireGives(latents, places);
                requireTakes(taking, places);
                return together(taking, place -> Shape.of(1, 1, 1, 1), places);
            }
        });
        try (var before = OnnxModel.load(unet, base, settings)) {
            double difference = GraphCheck.of(pack).difference(before, without, null);
            if (!(difference <= MOST)) {
                throw new PackException(unet, "without control pictures it would differ by " + difference);
            }
        }
        return true;
    }

    private Shape latents(OnnxModel taking) {
        var sample = GraphCheck.of(pack).shape(taking.input("sample").orElseThrow(), ROWS);
        return Shape.of(sample.dim(1), sample.dim(2), sample.dim(3));
    }

    private void requireSameNames(OnnxModel taking) {
        try (var control = OnnxModel.inspect(file)) {
            for (var output : ControlModel.of(control, file).outputs()) {
                var input = taking.input(ControlInputNames.of(output))
                        .orElseThrow(() -> new PackException(file, "is for another model: the UNet has no " + output));
                if (input.dtype() != DType.F32) {
                    throw new PackException(file, "does not fit: the UNet computes in " + input.dtype() + ", not F32");
                }
            }
            control.inputs().forEach(input -> requireSame(input, taking));
        } catch (OnnxException e) {
            throw new PackException(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** What both take must be as wide. */
    private void requireSame(TensorInfo input, OnnxModel taking) {
        int place = SAME.getOrDefault(input.name(), 0);
        var own = taking.input(input.name());
        if (place > 0
                && (own.isEmpty()
                        || !own.get()
                                .dimensions()
                                .get(place)
                                .equals(input.dimensions().get(place)))) {
            throw new PackException(
                    file,
                    "is for another model: it takes %s, the UNet %s"
                            .formatted(input, own.map(TensorInfo::toString).orElse("no such input")));
        }
    }

    /** The control model must give what the UNet takes, and numbers. */
    private void requireGives(Shape latents, Map<String, Shape> places) {
        var control = ControlModel.load(file, settings);
        try (var model = control.model();
                var slots = new ControlSlot(control)) {
            var size = Shape.of(control.channels(), PIXELS * latents.dim(1), PIXELS * latents.dim(2));
            var slot = slots.get(ROWS, latents, TOKENS, size, places);
            slot.run();
            for (var output : control.outputs()) {
                requireFinite(model.name(), output, slot.output(output));
            }
        } catch (OnnxException e) {
            throw new PackException(file, "is for another model: " + e.getMessage(), e);
        }
    }

    private void requireFinite(String model, String output, FloatBuffer values) {
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new PackException(file, model + " gives " + output + " that is not finite");
            }
        }
    }

    /** The UNet must take all of the shapes that its configuration says. */
    private void requireTakes(OnnxModel taking, Map<String, Shape> places) {
        try {
            together(taking, place -> Shape.of(ROWS, place.dim(0), place.dim(1), place.dim(2)), places);
        } catch (OnnxException e) {
            throw new PackException(
                    unet, "takes no control pictures: its blocks are not as in its config.json: " + e.getMessage(), e);
        }
    }

    private float[] together(OnnxModel taking, UnaryOperator<Shape> size, Map<String, Shape> places) {
        var shapes = places.entrySet().stream()
                .filter(place -> taking.input(place.getKey()).isPresent())
                .collect(Collectors.toMap(Map.Entry::getKey, place -> size.apply(place.getValue())));
        try (var zeros = FedInputs.allocate(taking, shapes)) {
            return GraphCheck.of(pack).together(taking, new GraphCheck.Fed(zeros, shapes.keySet(), null, 0, true));
        }
    }
}
