package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives layers of a graph inputs for LoRAs, of which each row of a call uses its own.
 *
 * <p>The input {@link LoraInputNames#ROWS} says which of the stacked LoRAs a row uses; two inputs for each layer, A and B, hold the
 * stacks. With A and B of rank 0 the layer gives what it gave before.
 *
 * <p>How ONNX Runtime's product of matrices rounds depends on the width of what it multiplies by. So that a row does not depend on its
 * neighbours, whose rank may be greater, A comes in blocks of 16 columns, of which each row has as many as the largest rank
 * in the call needs, filled up with zeros: {@code [L, blocks, in, 16]}, or for a convolution {@code [L, taps, blocks, in, 16]}. B is
 * {@code [L, blocks * 16, out]}; up to 128 rows of it are summed up in one go, whatever stands beside them.
 */
final class LoraEdit {

    private static final String FLATTENED = "calotype.lora_flattened";
    private static final String AXIS_1 = "calotype.lora_axis_1";
    private static final List<Long> FLAT = List.of(0L, 0L, -1L);

    private final Map<Integer, String> paths = new HashMap<>();
    private final Map<String, Layer> layers;
    private final List<ByteString> nodes = new ArrayList<>();
    private final List<ByteString> initializers = new ArrayList<>();
    private final List<ByteString> inputs = new ArrayList<>();

    private LoraEdit(Map<String, Layer> layers) {
        this.layers = layers;
    }

    /** Returns the graph with inputs for those layers; the exception names one that cannot have any. */
    static Message apply(Message graph, Collection<String> chosen) throws InvalidProtocolBufferException {
        var edit = new LoraEdit(LayerIndex.of(graph));
        edit.begin(chosen);
        var before = graph.values(OnnxFields.GRAPH_NODE);
        for (int i = 0; i < before.size(); i++) {
            var path = edit.paths.get(i);
            if (path == null) {
                edit.nodes.add(before.get(i));
            } else {
                edit.change(Message.parse(before.get(i)), path);
            }
        }
        return graph.with(OnnxFields.GRAPH_NODE, edit.nodes)
                .with(
                        OnnxFields.GRAPH_INITIALIZER,
                        joined(graph.values(OnnxFields.GRAPH_INITIALIZER), edit.initializers))
                .with(OnnxFields.GRAPH_INPUT, joined(graph.values(OnnxFields.GRAPH_INPUT), edit.inputs))
                .without(OnnxFields.GRAPH_VALUE_INFO);
    }

    private void begin(Collection<String> chosen) throws InvalidProtocolBufferException {
        inputs.add(NewNode.value(NewNode.name(LoraInputNames.ROWS), WeightTypes.I64, List.of("lora_rows_count")));
        initializers.add(SmallTensors.of(NewNode.name(FLATTENED), FLAT).bytes());
        initializers.add(SmallTensors.of(NewNode.name(AXIS_1), List.of(1L)).bytes());
        for (var path : chosen) {
            var layer = layers.get(path);
            if (layer == null) {
                throw new InvalidProtocolBufferException("no layer " + path);
            }
            layer.nodes().forEach(node -> paths.put(node, path));
            addInputs(path, layer);
        }
    }

    private void addInputs(String path, Layer layer) throws InvalidProtocolBufferException {
        var shape = layer.shape();
        long type = layer.isHalf() ? WeightTypes.F16 : WeightTypes.F32;
        var dims = new ArrayList<Object>(List.of("loras"));
        if (shape.size() > 2) {
            dims.add(shape.get(2) * shape.get(3));
        }
        dims.addAll(List.of("blocks." + path, shape.get(1), "width." + path));
        var down = LoraInputNames.down(path);
        var up = LoraInputNames.up(path);
        inputs.add(NewNode.value(NewNode.name(down), type, dims));
        inputs.add(NewNode.value(NewNode.name(up), type, List.of("loras", "rank." + path, shape.get(0))));
        for (var stack : List.of(down, up)) {
            var rows = List.of(NewNode.name(stack), NewNode.name(LoraInputNames.ROWS));
            NewNode.add(nodes, "Gather", rows, ofRows(stack), NewNode.number("axis", 0L));
        }
    }

    private static ByteString ofRows(String stack) {
        return NewNode.name("calotype." + stack + ".rows");
    }

    /** The layer's own node, with another name for what it makes, and the sum of that and of what the LoRA makes. */
    private void change(Message node, String path) throws InvalidProtocolBufferException {
        var result = Nodes.output(node);
        var own = NewNode.name(result, ".without_lora");
        nodes.add(node.with(OnnxFields.NODE_OUTPUT, List.of(own)).bytes());
        var input = Nodes.input(node, 0);
        ByteString change =
                switch (node.text(OnnxFields.NODE_OP_TYPE)) {
                    case "MatMul" -> product(input, path, result);
                    case "Gemm" -> productOfRows(input, path, result);
                    case "Conv" -> convolution(node, path, own);
                    default -> throw new InvalidProtocolBufferException(path + " is no Linear and no convolution");
                };
        NewNode.add(nodes, "Add", List.of(own, change), result);
    }

    /** {@code [rows, tokens, in]} to {@code [rows, tokens, out]}. */
    private ByteString product(ByteString input, String path, ByteString result) throws InvalidProtocolBufferException {
        var beside =
                NewNode.add(nodes, "Unsqueeze", List.of(input, NewNode.name(AXIS_1)), NewNode.name(result, ".lora_in"));
        var blocks = NewNode.add(
                nodes,
                "MatMul",
                List.of(beside, ofRows(LoraInputNames.down(path))),
                NewNode.name(result, ".lora_blocks"));
        var turned = NewNode.add(
                nodes,
                "Transpose",
                List.of(blocks),
                NewNode.name(result, ".lora_turned"),
                NewNode.numbers("perm", List.of(0L, 2L, 1L, 3L)));
        var low = NewNode.add(
                nodes, "Reshape", List.of(turned, NewNode.name(FLATTENED)), NewNode.name(result, ".lora_low"));
        return NewNode.add(
                nodes, "MatMul", List.of(low, ofRows(LoraInputNames.up(path))), NewNode.name(result, ".lora"));
    }

    /** {@code [rows, in]} to {@code [rows, out]}. */
    private ByteString productOfRows(ByteString input, String path, ByteString result)
            throws InvalidProtocolBufferException {
        var axis = NewNode.name(AXIS_1);
        var one = NewNode.add(nodes, "Unsqueeze", List.of(input, axis), NewNode.name(result, ".lora_token"));
        var change = product(one, path, result);
        return NewNode.add(nodes, "Squeeze", List.of(change, axis), NewNode.name(result, ".lora_row"));
    }

    private ByteString convolution(Message node, String path, ByteString own) throws InvalidProtocolBufferException {
        var layer = layers.get(path);
        var window = layer == null ? null : ConvolutionWindow.of(node, layer.shape());
        if (window == null) {
            throw new InvalidProtocolBufferException(path + " is a convolution of groups, or pads by itself");
        }
        var edit = new LoraConvolution(nodes, initializers, window);
        return edit.add(Nodes.input(node, 0), ofRows(LoraInputNames.down(path)), ofRows(LoraInputNames.up(path)), own);
    }

    private static List<ByteString> joined(List<ByteString> one, List<ByteString> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
