package io.calotype.inference.quantise;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.onnx.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Quantises a graph that is no pack's, with scales from one run on random numbers: to measure speed and memory.
 *
 * <p>Arguments: the exported model, an edited graph of it (or the model again), and the folder where {@code model.onnx} goes.
 */
final class QuantiseGraph {

    private static final SessionSettings ALL_CORES =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());
    private static final int CHANNELS = 4;
    private static final int SIDE = 32;
    private static final int TOKENS = 77;

    private QuantiseGraph() {}

    public static void main(String[] arguments) throws IOException {
        var plan = Int8Plan.of(Path.of(arguments[0]), Path.of(arguments[1]));
        var target = Files.createDirectories(Path.of(arguments[2]));
        var observed = ObservedModel.load(plan, ALL_CORES);
        try (var model = observed.model()) {
            run(model);
        }
        var ranges = observed.ranges().all();
        plan.keeping(ranges, 0.01).write(ranges, target);
    }

    private static void run(OnnxModel model) {
        var shapes = new HashMap<String, Shape>();
        model.inputs().forEach(input -> shapes.put(input.name(), shape(input)));
        var random = new Random(1);
        try (var slot = model.slot(shapes, Map.of())) {
            for (var input : model.inputs()) {
                if (input.dtype() == DType.I64) {
                    var numbers = slot.longs(input.name());
                    for (int i = 0; i < numbers.capacity(); i++) {
                        numbers.put(i, 500);
                    }
                } else {
                    var numbers = slot.floats(input.name());
                    for (int i = 0; i < numbers.capacity(); i++) {
                        numbers.put(i, (float) random.nextGaussian());
                    }
                }
            }
            slot.run();
        }
    }

    private static Shape shape(TensorInfo input) {
        long[] dimensions = new long[input.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            long declared = input.dimensions().get(i);
            long open = i == 0 ? 2 : input.rank() != 4 ? TOKENS : i == 1 ? CHANNELS : SIDE;
            dimensions[i] = declared == TensorInfo.FREE ? open : declared;
        }
        return Shape.of(dimensions);
    }
}
