package io.calotype.inference.lora;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.onnx.FedInputs;
import io.calotype.inference.onnx.HalfFloats;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.revision.Floats;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Some mixes of LoRAs in memory, as a model takes them: one upon the other, each filled up with zeros to the largest rank. */
public final class LoraStack implements AutoCloseable {

    private final Map<LoraMix, Integer> places = new LinkedHashMap<>();
    private final FedInputs inputs;

    private LoraStack(FedInputs inputs) {
        this.inputs = inputs;
    }

    static LoraStack of(OnnxModel model, List<LoraInput> layers, Set<LoraMix> mixes) {
        var shapes = new HashMap<String, Shape>();
        layers.forEach(layer -> shapes.putAll(layer.shapes(mixes.size(), layer.blocks(mixes))));
        var stack = new LoraStack(FedInputs.allocate(model, shapes));
        mixes.forEach(mix -> stack.places.put(mix, stack.places.size()));
        layers.forEach(layer -> stack.fill(layer, layer.blocks(mixes)));
        return stack;
    }

    static long bytes(List<LoraInput> layers, Set<LoraMix> mixes) {
        return layers.stream()
                .mapToLong(layer -> layer.bytes(mixes.size(), layer.blocks(mixes)))
                .sum();
    }

    /** What calls are given. */
    public FedInputs inputs() {
        return inputs;
    }

    /** The place of a mix in it, for the rows that use it. */
    public long place(LoraMix mix) {
        return Objects.requireNonNull(places.get(mix));
    }

    Set<LoraMix> mixes() {
        return places.keySet();
    }

    @Override
    public void close() {
        inputs.close();
    }

    private void fill(LoraInput layer, int blocks) {
        if (blocks == 0) {
            return;
        }
        places.forEach((mix, place) -> {
            int column = 0;
            for (var part : mix.parts()) {
                var change = part.weights().layers().get(layer.layer());
                if (change != null) {
                    fillDown(layer, change, (long) place * Math.max(1, layer.taps()) * blocks, blocks, column);
                    fillUp(layer, change, part.scale(), place * blocks * LoraInput.BLOCK + column);
                    column += change.rank();
                }
            }
        });
    }

    /** Writes {@code [r, in, taps]} as columns of {@code [taps, blocks, in, 16]}, which begins at a block. */
    private void fillDown(LoraInput layer, LoraLayer change, long firstBlock, int blocks, int firstColumn) {
        float[] values = Floats.of(change.file(), change.name(), change.down());
        var target = inputs.bytes(layer.down());
        int taps = Math.max(1, layer.taps());
        int in = layer.in();
        for (int q = 0; q < change.rank(); q++) {
            int column = firstColumn + q;
            for (int tap = 0; tap < taps; tap++) {
                long block = firstBlock + (long) tap * blocks + column / LoraInput.BLOCK;
                long at = block * in * LoraInput.BLOCK + column % LoraInput.BLOCK;
                for (int i = 0; i < in; i++) {
                    put(layer, target, at + (long) i * LoraInput.BLOCK, values[(q * in + i) * taps + tap]);
                }
            }
        }
    }

    /** Writes {@code [out, r]} as rows of {@code [rank, out]}. */
    private void fillUp(LoraInput layer, LoraLayer change, double scale, int firstRow) {
        float[] values = Floats.of(change.file(), change.name(), change.up());
        var target = inputs.bytes(layer.up());
        float factor = (float) (change.scale() * scale);
        int rank = change.rank();
        for (int q = 0; q < rank; q++) {
            for (int o = 0; o < layer.out(); o++) {
                put(layer, target, (long) (firstRow + q) * layer.out() + o, factor * values[o * rank + q]);
            }
        }
    }

    private static void put(LoraInput layer, ByteBuffer target, long at, float value) {
        if (layer.half()) {
            target.putShort((int) at * Short.BYTES, HalfFloats.bits(value));
        } else {
            target.putFloat((int) at * Float.BYTES, value);
        }
    }
}
