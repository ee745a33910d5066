package io.calotype.inference.lora;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.graph.LoraInputNames;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two inputs by which a layer of a model takes LoRAs, read from the model.
 *
 * @param layer its name in the model
 * @param in how wide it is before
 * @param out how wide it is behind
 * @param taps how many numbers of a channel a convolution looks at; 0 for a Linear
 * @param half whether they are F16, else F32
 */
record LoraInput(String layer, int in, int out, int taps, boolean half) {

    static final int BLOCK = LoraInputNames.BLOCK;

    /** Those of a model; empty if it takes no LoRAs. */
    static List<LoraInput> of(OnnxModel model) {
        return model.inputs().stream()
                .flatMap(input -> LoraInputNames.layer(input.name()).stream().map(layer -> of(model, layer, input)))
                .toList();
    }

    private static LoraInput of(OnnxModel model, String layer, TensorInfo down) {
        var dims = down.dimensions();
        boolean convolution = dims.size() == 5;
        var up = model.input(LoraInputNames.up(layer)).orElseThrow();
        return new LoraInput(
                layer,
                Math.toIntExact(dims.get(dims.size() - 2)),
                Math.toIntExact(up.dimensions().get(2)),
                convolution ? Math.toIntExact(dims.get(1)) : 0,
                down.dtype() == DType.F16);
    }

    /** The names of all their inputs. */
    static Set<String> names(List<LoraInput> inputs) {
        return inputs.stream()
                .flatMap(input -> Stream.of(input.down(), input.up()))
                .collect(Collectors.toUnmodifiableSet());
    }

    String down() {
        return LoraInputNames.down(layer);
    }

    String up() {
        return LoraInputNames.up(layer);
    }

    /** How many blocks of columns the largest of some mixes needs here. */
    int blocks(Set<LoraMix> mixes) {
        int rank = mixes.stream().mapToInt(mix -> mix.rank(layer)).max().orElse(0);
        return (rank + BLOCK - 1) / BLOCK;
    }

    /** The shapes of a stack of LoRAs of so many blocks; of rank 0 where there are none. */
    Map<String, Shape> shapes(int mixes, int blocks) {
        int width = blocks == 0 ? 0 : BLOCK;
        int some = Math.max(1, blocks);
        var shape = taps == 0 ? Shape.of(mixes, some, in, width) : Shape.of(mixes, taps, some, in, width);
        return Map.of(down(), shape, up(), Shape.of(mixes, (long) blocks * BLOCK, out));
    }

    /** The bytes of that. */
    long bytes(int mixes, int blocks) {
        long numbers = (long) mixes * blocks * BLOCK * ((long) Math.max(1, taps) * in + out);
        return numbers * (half ? Short.BYTES : Float.BYTES);
    }
}
