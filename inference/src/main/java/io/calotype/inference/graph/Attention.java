package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Scaled dot-product attention as PyTorch exports it: two products of matrices with a softmax in between.
 *
 * @param query what it asks
 * @param key what it compares that with
 * @param value what it mixes
 * @param heads into how many parts the width is divided
 * @param scale of query times key; empty for one by the square root of a head's width
 * @param nodes softmax, products and the transposition of the result, which is the last
 */
record Attention(Part query, Part key, Part value, long heads, OptionalDouble scale, List<Message> nodes) {

    /**
     * One of its three inputs.
     *
     * @param tensor its name
     * @param byToken whether it is {@code [B, tokens, heads, width]}, else {@code [B, heads, tokens, width]}
     */
    record Part(ByteString tensor, boolean byToken) {}

    private record Scaled(ByteString tensor, OptionalDouble factor, boolean byWidth) {}

    private static final List<Long> SWAP = List.of(0L, 2L, 1L, 3L);
    private static final List<Long> SWAP_AND_TURN = List.of(0L, 2L, 3L, 1L);
    private static final List<Long> TURN = List.of(0L, 1L, 3L, 2L);
    private static final List<Long> TURN_MATRICES = List.of(0L, 2L, 1L);
    private static final String TRANSPOSE = "Transpose";
    private static final String RESHAPE = "Reshape";
    private static final String MATMUL = "MatMul";
    private static final int DEEPEST = 5;

    /** The attention that a softmax belongs to, if it is one without a mask. */
    static Optional<Attention> around(Message softmax, Nodes nodes) throws InvalidProtocolBufferException {
        var scores = nodes.maker(Nodes.input(softmax, 0), MATMUL);
        var mixed = nodes.onlyReader(Nodes.output(softmax))
                .filter(node -> Nodes.is(node, MATMUL) && Nodes.input(node, 0).equals(Nodes.output(softmax)));
        if (scores.isEmpty() || mixed.isEmpty() || !isOverLast(softmax)) {
            return Optional.empty();
        }
        var result = nodes.onlyReader(Nodes.output(mixed.get())).filter(node -> Nodes.is(node, TRANSPOSE));
        var query = scaled(Nodes.input(scores.get(), 0), nodes);
        var turnedKey = scaled(Nodes.input(scores.get(), 1), nodes);
        var key = turned(turnedKey.tensor(), nodes);
        if (result.isEmpty() || key.isEmpty() || !permutes(result.get(), SWAP)) {
            return Optional.empty();
        }
        var value = Nodes.input(mixed.get(), 1);
        var heads = heads(value, nodes, 0);
        boolean bothByWidth = query.byWidth() && turnedKey.byWidth();
        if (heads.isEmpty() || query.byWidth() != turnedKey.byWidth()) {
            return Optional.empty();
        }
        var scale = bothByWidth
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        query.factor().orElse(1) * turnedKey.factor().orElse(1));
        var all = List.of(softmax, scores.get(), mixed.get(), result.get());
        return Optional.of(
                new Attention(part(query.tensor(), nodes), key.get(), part(value, nodes), heads.get(), scale, all));
    }

    private static boolean isOverLast(Message softmax) throws InvalidProtocolBufferException {
        long axis = Attributes.number(softmax, "axis").orElse(-1L);
        return axis == -1 || axis == 3;
    }

    private static boolean permutes(Message transpose, List<Long> order) throws InvalidProtocolBufferException {
        return Attributes.numbers(transpose, "perm").equals(order);
    }

    /** A tensor and what it is multiplied by: a number, or the root that the exporter computes from the width. */
    private static Scaled scaled(ByteString tensor, Nodes nodes) throws InvalidProtocolBufferException {
        var product = nodes.maker(tensor, "Mul");
        if (product.isPresent()) {
            for (int side = 0; side < 2; side++) {
                var factor = Nodes.input(product.get(), side);
                var other = Nodes.input(product.get(), 1 - side);
                if (isRootOfWidth(factor, nodes)) {
                    return new Scaled(other, OptionalDouble.empty(), true);
                }
                var constant = nodes.constant(factor);
                var number = constant.isEmpty() ? OptionalDouble.empty() : SmallTensors.number(constant.get());
                if (number.isPresent()) {
                    return new Scaled(other, number, false);
                }
            }
        }
        return new Scaled(tensor, OptionalDouble.empty(), false);
    }

    /** Whether it is {@code sqrt(1 / sqrt(width))}; that the width is a head's, only running the graph can tell. */
    private static boolean isRootOfWidth(ByteString factor, Nodes nodes) {
        return nodes.makerBehindCasts(factor, "Sqrt")
                .flatMap(root -> nodes.makerBehindCasts(Nodes.input(root, 0), "Div"))
                .flatMap(quotient -> nodes.makerBehindCasts(Nodes.input(quotient, 1), "Sqrt"))
                .isPresent();
    }

    private static Part part(ByteString tensor, Nodes nodes) throws InvalidProtocolBufferException {
        var swap = nodes.maker(tensor, TRANSPOSE);
        return swap.isPresent() && permutes(swap.get(), SWAP)
                ? new Part(Nodes.input(swap.get(), 0), true)
                : new Part(tensor, false);
    }

    /** The key, which comes as {@code [B, heads, width, tokens]}. */
    private static Optional<Part> turned(ByteString tensor, Nodes nodes) throws InvalidProtocolBufferException {
        var transpose = nodes.maker(tensor, TRANSPOSE);
        if (transpose.isPresent()) {
            var before = Nodes.input(transpose.get(), 0);
            if (permutes(transpose.get(), SWAP_AND_TURN)) {
                return Optional.of(new Part(before, true));
            }
            return permutes(transpose.get(), TURN) ? Optional.of(part(before, nodes)) : Optional.empty();
        }
        return turnedAsMatrices(tensor, nodes);
    }

    /** Newer exporters join rows and heads for it: {@code [B * heads, tokens, width]}. */
    private static Optional<Part> turnedAsMatrices(ByteString tensor, Nodes nodes)
            throws InvalidProtocolBufferException {
        var turn = nodes.maker(tensor, RESHAPE).flatMap(reshape -> nodes.maker(Nodes.input(reshape, 0), TRANSPOSE));
        if (turn.isEmpty() || !permutes(turn.get(), TURN_MATRICES)) {
            return Optional.empty();
        }
        var joined = nodes.maker(Nodes.input(turn.get(), 0), RESHAPE);
        return joined.isEmpty() ? Optional.empty() : Optional.of(part(Nodes.input(joined.get(), 0), nodes));
    }

    /** How many heads a tensor was divided into: that is the last number but one that its shape names. */
    private static Optional<Long> heads(ByteString tensor, Nodes nodes, int depth)
            throws InvalidProtocolBufferException {
        var maker = nodes.maker(tensor);
        if (maker.isEmpty() || depth > DEEPEST) {
            return Optional.empty();
        }
        if (!Nodes.is(maker.get(), RESHAPE)) {
            return heads(Nodes.input(maker.get(), 0), nodes, depth + 1);
        }
        var positive = new ArrayList<Long>();
        for (long length : lengths(Nodes.input(maker.get(), 1), nodes)) {
            if (length > 0) {
                positive.add(length);
            }
        }
        return positive.isEmpty() ? Optional.empty() : Optional.of(positive.get(Math.max(0, positive.size() - 2)));
    }

    /** The numbers of a shape that are constant. */
    private static List<Long> lengths(ByteString shape, Nodes nodes) throws InvalidProtocolBufferException {
        var joined = nodes.maker(shape, "Concat");
        var pieces = joined.isEmpty() ? Arrays.asList(shape) : joined.get().values(OnnxFields.NODE_INPUT);
        var lengths = new ArrayList<Long>();
        for (var piece : pieces) {
            var constant = nodes.constant(piece);
            if (constant.isPresent()) {
                lengths.addAll(SmallTensors.wholeNumbers(constant.get()));
            }
        }
        return lengths;
    }
}
