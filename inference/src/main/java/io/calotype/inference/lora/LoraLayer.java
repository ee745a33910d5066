package io.calotype.inference.lora;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.graph.Layer;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.Floats;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a LoRA adds to one layer: {@code scale * up * down}.
 *
 * @param name of the layer in the file
 * @param down {@code [r, in]} or {@code [r, in, h, w]}
 * @param up {@code [out, r]} or {@code [out, r, 1, 1]}
 * @param scale alpha / r
 */
record LoraLayer(Path file, String name, Tensor down, Tensor up, double scale) {

    /** Checks that both have the same rank. */
    LoraLayer {
        if (down.shape().rank() < 2
                || up.shape().rank() < 2
                || up.shape().dim(1) != down.shape().dim(0)) {
            throw new PackException(file, "%s: up %s and down %s do not fit".formatted(name, up.shape(), down.shape()));
        }
        for (int i = 2; i < up.shape().rank(); i++) {
            if (up.shape().dim(i) != 1) {
                throw new PackException(file, name + ": up is " + up.shape() + ", not 1x1");
            }
        }
    }

    /** How many numbers are between down and up. */
    int rank() {
        return (int) down.shape().dim(0);
    }

    /** Checks that it is for a layer of that shape. */
    void requireFits(Layer layer, String path) {
        var shape = layer.shape();
        boolean fits = shape.size() > 1
                && up.shape().dim(0) == shape.get(0)
                && inner(down.shape())
                        == inner(Shape.of(
                                shape.stream().mapToLong(Long::longValue).toArray()));
        for (int i = 2; fits && i < Math.min(shape.size(), down.shape().rank()); i++) {
            fits = down.shape().dim(i) == shape.get(i);
        }
        if (!fits) {
            throw new PackException(
                    file,
                    "%s: up %s and down %s do not fit %s, which is %s"
                            .formatted(name, up.shape(), down.shape(), path, shape));
        }
    }

    private static long inner(Shape shape) {
        long inner = 1;
        for (int i = 1; i < shape.rank(); i++) {
            inner *= shape.dim(i);
        }
        return inner;
    }

    /**
     * Adds it to a layer's weights, in place.
     *
     * @param transposed whether the weights are {@code [in, out]}
     */
    void addTo(float[] weights, boolean transposed, double strength) {
        float[] a = Floats.of(file, name, down);
        float[] b = Floats.of(file, name, up);
        int rank = rank();
        int in = a.length / rank;
        int out = b.length / rank;
        float factor = (float) (scale * strength);
        float[] row = new float[in];
        for (int o = 0; o < out; o++) {
            Arrays.fill(row, 0);
            for (int r = 0; r < rank; r++) {
                float left = b[o * rank + r];
                for (int i = 0; i < in; i++) {
                    row[i] += left * a[r * in + i];
                }
            }
            for (int i = 0; i < in; i++) {
                weights[transposed ? i * out + o : o * in + i] += factor * row[i];
            }
        }
    }
}
