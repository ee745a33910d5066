package io.calotype.inference.lora;

import io.calotype.inference.graph.NewWeights;
import io.calotype.inference.graph.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A model file with changed weights. These go into a file first, one layer at a time, so that little memory is taken; a model
 * that has its weights inside gets them from there.
 */
final class BakedModel {

    private static final String DATA = "lora.onnx_data";
    private static final int ALIGNMENT = 64;

    private BakedModel() {}

    /** Writes {@code model.onnx}, and its new file of weights if the model has such files. */
    static void write(Path model, Map<String, LoraLayer> changes, double strength, Path folder) throws IOException {
        var onnx = OnnxFile.read(model);
        boolean inside = onnx.externalData().isEmpty();
        var data = folder.resolve(unusedName(model));
        var source = Objects.requireNonNull(model.getParent());
        var weights = new TreeMap<String, NewWeights>();
        try (var channel = FileChannel.open(
                data, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var layers = onnx.layers();
            for (var change : changes.entrySet()) {
                var layer = Objects.requireNonNull(layers.get(change.getKey()));
                float[] values = Floats.of(layer.read(source), layer.isHalf());
                change.getValue().addTo(values, layer.transposed(), strength);
                long offset = (channel.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                var bytes = Floats.bytes(values, layer.isHalf());
                int length = bytes.remaining();
                write(channel, bytes, offset);
                var mapped = channel.map(MapMode.READ_ONLY, offset, length);
                var location = inside ? null : String.valueOf(data.getFileName());
                weights.put(change.getKey(), new NewWeights(mapped, location, offset));
            }
        }
        onnx.withWeights(weights).write(folder.resolve("model.onnx"));
        if (inside) {
            Files.delete(data);
        }
    }

    /** A pack whose weights a LoRA has changed already may get another. */
    private static String unusedName(Path model) {
        int number = 1;
        while (Files.exists(model.resolveSibling(number + "." + DATA))) {
            number++;
        }
        return number + "." + DATA;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
