package io.calotype.inference.graph;

import java.util.List;
import java.util.Optional;

/**
 * A node that is to multiply in whole numbers.
 *
 * @param node as it is now
 * @param input how what it multiplies becomes U8
 * @param output how its result does; empty where the result stays as it is
 * @param weights I8 from -127 to 127, in the order in which they were stored
 * @param scales of the weights, one for each channel of the result
 * @param bias I32, at the scale of the input times that of the weights; empty where there is none
 */
public record QuantisedNode(
        QuantisableNode node,
        Rounding input,
        Optional<Rounding> output,
        NewWeights weights,
        List<Float> scales,
        List<Integer> bias) {

    /** Copies the lists. */
    public QuantisedNode {
        scales = List.copyOf(scales);
        bias = List.copyOf(bias);
    }

    /**
     * How floats become U8: {@code round(x / scale) + zeroPoint}.
     *
     * @param zeroPoint 0 to 255
     */
    public record Rounding(float scale, int zeroPoint) {}
}
