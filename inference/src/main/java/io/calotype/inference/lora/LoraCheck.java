package io.calotype.inference.lora;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.graph.LoraInputNames;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.GraphCheck;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Runs a graph that takes LoRAs: without any it must compute what it did before, and with some each row must have the bytes that it has
 * alone.
 */
final class LoraCheck {

    private static final double MOST = 1e-4;
    private static final double MOST_OF_HALVES = 5e-3; // ONNX Runtime rounds at other places in another graph
    private static final List<Integer> RANKS = List.of(3, 20);

    /** Wherever the model is served: only there rows have the same bytes whatever is in the rows beside them. */
    private static final SessionSettings CPU =
            SessionSettings.cpu(Runtime.getRuntime().availableProcessors());

    private LoraCheck() {}

    /** Checks a graph; {@link PackException} says what is wrong with it. */
    static void require(GraphCheck check, Path model, Path base, Path edited) {
        float[] without;
        boolean halves;
        try (var taking = OnnxModel.load(model, edited, CPU)) {
            var layers = LoraInput.of(taking);
            var mixes = new LinkedHashSet<LoraMix>();
            halves = layers.stream().anyMatch(LoraInput::half);
            RANKS.forEach(rank -> mixes.add(random(model, layers, rank)));
            try (var none = LoraStack.of(taking, layers, new LinkedHashSet<>(List.of(LoraMix.NONE)));
                    var some = LoraStack.of(taking, layers, mixes)) {
                without = check.together(taking, fed(none, layers, true));
                var both = fed(some, layers, false);
                if (check.difference(taking, check.together(taking, both), both) != 0) {
                    throw new PackException(model, "cannot take LoRAs: rows of one call influence each other");
                }
            }
        }
        try (var before = OnnxModel.load(model, base, CPU)) {
            double difference = check.difference(before, without, null);
            if (!(difference <= (halves ? MOST_OF_HALVES : MOST))) {
                throw new PackException(model, "cannot take LoRAs: without any it differs by " + difference);
            }
        }
    }

    private static GraphCheck.Fed fed(LoraStack stack, List<LoraInput> layers, boolean same) {
        return new GraphCheck.Fed(stack.inputs(), LoraInput.names(layers), LoraInputNames.ROWS, 0, same);
    }

    private static LoraMix random(Path model, List<LoraInput> layers, int rank) {
        var noise = new Random(rank);
        Map<String, LoraLayer> all = layers.stream()
                .collect(Collectors.toMap(
                        LoraInput::layer,
                        layer -> new LoraLayer(
                                model,
                                layer.layer(),
                                numbers(noise, rank, layer.in(), Math.max(1, layer.taps())),
                                numbers(noise, layer.out(), rank, 1),
                                1.0 / (layer.in() * rank))));
        return new LoraMix(List.of(new LoraMix.Part(new LoraWeights("random " + rank, all), 1)));
    }

    private static Tensor numbers(Random noise, int rows, int columns, int taps) {
        float[] values = new float[rows * columns * taps];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) noise.nextGaussian();
        }
        return Tensor.ofFloats(Shape.of(rows, columns, 1, taps), values);
    }
}
