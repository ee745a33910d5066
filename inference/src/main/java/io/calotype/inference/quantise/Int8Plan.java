package io.calotype.inference.quantise;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.graph.QuantisableNode;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which nodes of a model are to multiply in whole numbers.
 *
 * @param model the model file, whose folder has the weights
 * @param graph the model, as it is to be quantised
 * @param nodes those that could be; the first and the last convolution are cheap, and all of the picture goes through them
 */
public record Int8Plan(Path model, OnnxFile graph, List<QuantisableNode> nodes) {

    /** Copies the list. */
    public Int8Plan {
        nodes = List.copyOf(nodes);
    }

    /**
     * Plans a model.
     *
     * @param model the model file
     * @param graph an edited graph of it, or the file itself
     * @throws PackException if it is no whole ONNX model, or has no node that could be quantised
     */
    public static Int8Plan of(Path model, Path graph) {
        try {
            var file = OnnxFile.read(graph);
            var all = file.quantisable();
            var convolutions =
                    all.stream().filter(QuantisableNode::isConvolution).toList();
            var ends = convolutions.isEmpty()
                    ? Set.<Integer>of()
                    : new HashSet<>(List.of(
                            convolutions.get(0).place(),
                            convolutions.get(convolutions.size() - 1).place()));
            var nodes =
                    all.stream().filter(node -> !ends.contains(node.place())).toList();
            if (nodes.isEmpty()) {
                throw new PackException(
                        model, "has no convolution or product of matrices in single precision that could be quantised");
            }
            return new Int8Plan(model, file, nodes);
        } catch (IOException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        }
    }

    /** The tensors whose ranges it needs, in order. */
    Set<String> tensors() {
        var tensors = new LinkedHashSet<String>();
        nodes.forEach(node -> read(node).forEach(tensors::add));
        return tensors;
    }

    private static Stream<String> read(QuantisableNode node) {
        return node.isConvolution() ? Stream.of(node.input(), node.output()) : Stream.of(node.input());
    }

    /** Writes the graph with one more result, {@link OnnxFile#RANGES}. */
    void writeWithRanges(Path file) throws IOException {
        graph.withRanges(tensors()).write(file);
    }

    /**
     * Returns the same without nodes that rounding would hurt.
     *
     * @param mostNoise of what a node reads, or a convolution makes; see {@link ValueRange#noise}
     */
    public Int8Plan keeping(Map<String, ValueRange> ranges, double mostNoise) {
        return new Int8Plan(
                model,
                graph,
                nodes.stream()
                        .filter(node -> read(node).allMatch(tensor -> {
                            var range = ranges.getOrDefault(tensor, ValueRange.NONE);
                            return range.isFinite() && range.noise() <= mostNoise;
                        }))
                        .toList());
    }

    /** Writes the model with whole numbers into a folder. */
    public void write(Map<String, ValueRange> ranges, Path folder) throws IOException {
        Int8Model.write(model, graph, nodes, ranges, folder);
    }
}
