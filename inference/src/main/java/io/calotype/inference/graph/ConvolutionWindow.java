package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a convolution of two dimensions looks at.
 *
 * @param kernel height and width
 * @param strides down and across
 * @param pads top, left, bottom and right
 * @param dilations down and across
 */
record ConvolutionWindow(List<Long> kernel, List<Long> strides, List<Long> pads, List<Long> dilations) {

    private static final List<Long> ONES = List.of(1L, 1L);
    private static final List<Long> ZEROS = List.of(0L, 0L, 0L, 0L);

    /** Reads a node; null if it works on groups of channels or chooses its pads itself. */
    static @Nullable ConvolutionWindow of(Message node, List<Long> weights) throws InvalidProtocolBufferException {
        boolean plain = Attributes.number(node, "group").orElse(1L) == 1 && Attributes.isAbsent(node, "auto_pad");
        return plain && weights.size() == 4
                ? new ConvolutionWindow(
                        weights.subList(2, 4),
                        or(Attributes.numbers(node, "strides"), ONES),
                        or(Attributes.numbers(node, "pads"), ZEROS),
                        or(Attributes.numbers(node, "dilations"), ONES))
                : null;
    }

    /** How many numbers of a channel it looks at. */
    int taps() {
        return (int) (kernel.get(0) * kernel.get(1));
    }

    /** Whether each result is of the one number at its place. */
    boolean isPoint() {
        return taps() == 1 && strides.equals(ONES) && pads.equals(ZEROS);
    }

    /** How far a tap is from the first, down and across. */
    List<Long> offset(int tap) {
        long across = kernel.get(1);
        return List.of(tap / across * dilations.get(0), tap % across * dilations.get(1));
    }

    /** How far the last tap is from a tap, down and across. */
    List<Long> rest(int tap) {
        var last = offset(taps() - 1);
        var own = offset(tap);
        return List.of(last.get(0) - own.get(0), last.get(1) - own.get(1));
    }

    private static List<Long> or(List<Long> numbers, List<Long> otherwise) {
        return numbers.isEmpty() ? otherwise : numbers;
    }
}
