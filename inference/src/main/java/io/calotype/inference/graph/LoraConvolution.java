package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a LoRA adds to a convolution: each row is multiplied by the weights of every tap first, and what that makes, which has few
 * channels, is shifted and summed up. ONNX Runtime's own convolution would use the same weights for all rows.
 *
 * <p>Shapes below: B rows, C channels in, R the rank, K taps, h and w of the picture, h' and w' of the result.
 */
record LoraConvolution(List<ByteString> nodes, List<ByteString> initializers, ConvolutionWindow window) {

    /**
     * Adds the nodes.
     *
     * @param input {@code [B, C, h, w]}
     * @param down {@code [B, K, blocks, C, 16]}
     * @param up {@code [B, R, out]}
     * @param own the layer's own result, whose name the new nodes' names begin with
     * @return {@code [B, out, h', w']}
     */
    ByteString add(ByteString input, ByteString down, ByteString up, ByteString own)
            throws InvalidProtocolBufferException {
        var axes = constant(own, ".lora_axes", List.of(1L, 2L));
        var planes =
                node("Reshape", List.of(input, constant(own, ".lora_plane", List.of(0L, 0L, -1L))), own, "_planes");
        var pixels = node("Transpose", List.of(planes), own, "_pixels", perm(0, 2, 1));
        var beside = node("Unsqueeze", List.of(pixels, axes), own, "_in");
        var blocks = node("MatMul", List.of(beside, down), own, "_blocks"); // [B, K, blocks, h w, 16]
        var channels = node("Transpose", List.of(blocks), own, "_channels", perm(0, 1, 2, 4, 3));
        var low = node("Reshape", List.of(channels, lowShape(input, own)), own, "_low"); // [B, K, R, h, w]
        var summed = window.isPoint() ? low : summed(low, own); // [B, 1, R, h', w']
        var one = node("Squeeze", List.of(summed, constant(own, ".lora_axis", List.of(1L))), own, "_one");
        var last = node("Transpose", List.of(one), own, "_last", perm(0, 2, 3, 1)); // [B, h', w', R]
        var weights = node("Unsqueeze", List.of(up, constant(own, ".lora_up_axis", List.of(1L))), own, "_up");
        var change = node("MatMul", List.of(last, weights), own, "_change"); // [B, h', w', out]
        return node("Transpose", List.of(change), own, "", perm(0, 3, 1, 2));
    }

    private ByteString lowShape(ByteString input, ByteString own) throws InvalidProtocolBufferException {
        var shape = node("Shape", List.of(input), own, "_shape");
        var sides = node(
                "Slice",
                List.of(
                        shape,
                        constant(own, ".lora_sides_from", List.of(2L)),
                        constant(own, ".lora_sides_to", List.of(4L))),
                own,
                "_sides");
        var before = constant(own, ".lora_before", List.of(0L, (long) window.taps(), -1L));
        return node("Concat", List.of(before, sides), own, "_low_shape", NewNode.number("axis", 0L));
    }

    /** Shifts what each tap makes to where it counts, and sums it up. */
    private ByteString summed(ByteString low, ByteString own) throws InvalidProtocolBufferException {
        var pads = window.pads();
        var around = List.of(0L, 0L, 0L, pads.get(0), pads.get(1), 0L, 0L, 0L, pads.get(2), pads.get(3));
        var padded = node("Pad", List.of(low, constant(own, ".lora_pads", around)), own, "_padded");
        var axes = constant(own, ".lora_tap_axes", List.of(1L, 3L, 4L));
        var steps = constant(
                own,
                ".lora_tap_steps",
                List.of(1L, window.strides().get(0), window.strides().get(1)));
        var all = new ArrayList<ByteString>();
        for (int tap = 0; tap < window.taps(); tap++) {
            var from = window.offset(tap);
            var rest = window.rest(tap);
            var starts = List.of((long) tap, from.get(0), from.get(1));
            var ends = List.of(tap + 1L, end(rest.get(0)), end(rest.get(1)));
            all.add(node(
                    "Slice",
                    List.of(
                            padded,
                            constant(own, ".lora_tap_from_" + tap, starts),
                            constant(own, ".lora_tap_to_" + tap, ends),
                            axes,
                            steps),
                    own,
                    "_tap_" + tap));
        }
        return node("Sum", all, own, "_summed");
    }

    /** Where a slice ends that leaves the last ones out. */
    private static long end(long left) {
        return left == 0 ? Integer.MAX_VALUE : -left;
    }

    private ByteString node(
            String operator, List<ByteString> inputs, ByteString own, String end, ByteString... attributes)
            throws InvalidProtocolBufferException {
        return NewNode.add(nodes, operator, inputs, NewNode.name(own, ".lora" + end), attributes);
    }

    private ByteString constant(ByteString own, String end, List<Long> numbers) throws InvalidProtocolBufferException {
        var name = NewNode.name(own, end);
        initializers.add(SmallTensors.of(name, numbers).bytes());
        return name;
    }

    private static ByteString perm(long... axes) throws InvalidProtocolBufferException {
        var all = new ArrayList<Long>();
        for (long axis : axes) {
            all.add(axis);
        }
        return NewNode.numbers("perm", all);
    }
}
