package io.calotype.inference.graph;

import io.calotype.inference.graph.Layer.StoredTensor;
import java.util.List;
import java.util.Optional;

/**
 * A node that multiplies by constant weights, and so could do it in whole numbers: a convolution or a product of matrices.
 *
 * @param place of the node in the graph
 * @param name of the node, or of its result
 * @param input what it multiplies, the tensor's name
 * @param output the tensor that it makes
 * @param isConvolution whether it is one, {@code [out, in, h, w]}; else a product with {@code [in, out]}
 * @param weights the tensor's name
 * @param dims of the weights, as the node reads them
 * @param isTransposed whether they are stored as {@code [out, in]} and the graph turns them
 * @param isHalf whether they are F16, else F32
 * @param stored where they are
 * @param bias of a convolution that has one
 */
public record QuantisableNode(
        int place,
        String name,
        String input,
        String output,
        boolean isConvolution,
        String weights,
        List<Long> dims,
        boolean isTransposed,
        boolean isHalf,
        StoredTensor stored,
        Optional<Bias> bias) {

    /**
     * What a convolution adds.
     *
     * @param name of the tensor
     * @param isHalf whether it is F16, else F32
     * @param stored where it is
     */
    public record Bias(String name, boolean isHalf, StoredTensor stored) {}

    /** Copies the list. */
    public QuantisableNode {
        dims = List.copyOf(dims);
    }

    /** The dimension of the weights that the results' channels have a place in. */
    public int channelAxis() {
        return isConvolution ? 0 : 1;
    }

    /** How many channels its results have. */
    public int channels() {
        return Math.toIntExact(dims.get(channelAxis()));
    }
}
