package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Finds the nodes of a graph that multiply by constant weights of floats. */
final class QuantisableNodes {

    private static final int CONVOLUTION_RANK = 4;
    private static final int MATRIX_RANK = 2;

    private final Nodes nodes;

    private QuantisableNodes(Nodes nodes) {
        this.nodes = nodes;
    }

    static List<QuantisableNode> of(Message graph) throws InvalidProtocolBufferException {
        var finder = new QuantisableNodes(Nodes.of(graph));
        var found = new ArrayList<QuantisableNode>();
        var all = finder.nodes.inOrder();
        for (int i = 0; i < all.size(); i++) {
            finder.read(all.get(i), i).ifPresent(found::add);
        }
        return found;
    }

    private Optional<QuantisableNode> read(Message node, int place) throws InvalidProtocolBufferException {
        boolean convolution = Nodes.is(node, "Conv");
        if (!convolution && !Nodes.is(node, "MatMul")) {
            return Optional.empty();
        }
        var weights = Constant.behind(Nodes.input(node, 1), nodes, isOfOnePixel(node));
        if (weights.isEmpty() || weights.get().dims().size() != (convolution ? CONVOLUTION_RANK : MATRIX_RANK)) {
            return Optional.empty();
        }
        var biasName = Nodes.input(node, 2);
        var bias = biasName.isEmpty() ? Optional.<Constant>empty() : Constant.behind(biasName, nodes, false);
        if (!biasName.isEmpty() && bias.isEmpty()) {
            return Optional.empty();
        }
        var constant = weights.get();
        var output = Nodes.output(node).toStringUtf8();
        var name = node.text(OnnxFields.NODE_NAME);
        return Optional.of(new QuantisableNode(
                place,
                name.isEmpty() ? output : name,
                Nodes.input(node, 0).toStringUtf8(),
                output,
                convolution,
                constant.name(),
                constant.dims(),
                constant.transposed(),
                constant.half(),
                constant.stored(),
                bias.map(found -> new QuantisableNode.Bias(found.name(), found.half(), found.stored()))));
    }

    /** Whether it is a convolution whose weights, for each channel in and out, are one number. */
    private static boolean isOfOnePixel(Message node) throws InvalidProtocolBufferException {
        return Attributes.numbers(node, "kernel_shape").equals(List.of(1L, 1L));
    }

    /** Floats that are stored, in single precision or in half, which the graph widens, turns, or gives two dimensions of 1. */
    private record Constant(String name, List<Long> dims, boolean transposed, boolean half, Layer.StoredTensor stored) {

        static Optional<Constant> behind(ByteString input, Nodes nodes, boolean ofOnePixel)
                throws InvalidProtocolBufferException {
            var name = input;
            boolean transposed = false;
            boolean cast = false;
            for (var node = nodes.maker(name); node.isPresent(); node = nodes.maker(name)) {
                boolean turns = Nodes.is(node.get(), "Transpose")
                        && Attributes.numbers(node.get(), "perm").equals(List.of(1L, 0L));
                boolean widens = Nodes.is(node.get(), "Cast") || (ofOnePixel && Nodes.is(node.get(), "Unsqueeze"));
                if (!widens && !turns) {
                    break;
                }
                transposed ^= turns;
                cast |= Nodes.is(node.get(), "Cast");
                name = Nodes.input(node.get(), 0);
            }
            var tensor = nodes.initializer(name);
            return tensor.isEmpty() ? Optional.empty() : of(tensor.get(), transposed, cast, ofOnePixel);
        }

        private static Optional<Constant> of(Message tensor, boolean transposed, boolean cast, boolean ofOnePixel)
                throws InvalidProtocolBufferException {
            long type = SmallTensors.type(tensor);
            var stored = StoredTensors.of(tensor);
            boolean single = type == WeightTypes.F32 || (type == WeightTypes.F16 && cast);
            if (stored.isEmpty() || !single) { // what is half without a cast multiplies halves
                return Optional.empty();
            }
            var dims = new ArrayList<>(tensor.packedNumbers(OnnxFields.TENSOR_DIMS));
            if (transposed) {
                Collections.reverse(dims);
            }
            while (ofOnePixel && dims.size() > 1 && dims.size() < CONVOLUTION_RANK) {
                dims.add(1L);
            }
            var name = tensor.text(OnnxFields.TENSOR_NAME);
            return Optional.of(new Constant(name, dims, transposed, type == WeightTypes.F16, stored.get()));
        }
    }
}
