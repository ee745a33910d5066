package io.calotype.diffusion.batching;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.graph.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A LoRA of random numbers in the dialect of diffusers, for the layers that people train. */
final class RandomLora {

    private static final Pattern TRAINED = Pattern.compile(
            ".*(to_[qkv]|to_out|to_add_out|add_[qkv]_proj|proj_in|proj_out|ff|conv1|conv2|time_emb_proj|norm1\\.linear).*");

    private RandomLora() {}

    static Path write(Path file, String component, Map<String, Layer> layers, int rank) throws IOException {
        var noise = new Random(rank);
        var tensors = new TreeMap<String, Tensor>();
        layers.forEach((path, layer) -> {
            if (TRAINED.matcher(path).matches()) {
                var shape = layer.shape().stream().mapToLong(Long::longValue).toArray();
                var down = shape.clone();
                down[0] = rank;
                var up = new long[shape.length];
                Arrays.fill(up, 1);
                up[0] = shape[0];
                up[1] = rank;
                tensors.put(component + "." + path + ".lora_A.weight", numbers(noise, down));
                tensors.put(component + "." + path + ".lora_B.weight", numbers(noise, up));
            }
        });
        return Files.write(file, SafetensorsWriter.write(new Safetensors(Map.of(), tensors)));
    }

    private static Tensor numbers(Random noise, long... dims) {
        var shape = Shape.of(dims);
        float[] values = new float[(int) shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * noise.nextGaussian());
        }
        return Tensor.ofFloats(shape, values);
    }
}
