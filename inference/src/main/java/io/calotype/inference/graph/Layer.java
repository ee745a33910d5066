package io.calotype.inference.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of a graph that has weights: a Linear, a convolution or an embedding.
 *
 * @param shape of the weights as PyTorch has them, {@code [out, in]} or {@code [out, in, h, w]}; an embedding has a row for each id
 * @param transposed whether they are stored as {@code [in, out]}
 * @param isHalf whether they are F16, else F32
 * @param nodes the nodes that read them, by their place in the graph
 * @param stored where they are
 */
public record Layer(List<Long> shape, boolean transposed, boolean isHalf, List<Integer> nodes, StoredTensor stored) {

    /** Copies the lists. */
    public Layer {
        shape = List.copyOf(shape);
        nodes = List.copyOf(nodes);
    }

    /**
     * Reads the weights, little-endian, as they are stored.
     *
     * @param folder of the model file
     * @throws IOException if the file of weights is cut short or cannot be read
     */
    public ByteBuffer read(Path folder) throws IOException {
        return stored.read(folder).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The dimensions of the weights as they are stored. */
    public List<Long> storedShape() {
        return transposed ? List.of(shape.get(1), shape.get(0)) : shape;
    }

    /** The same layer, read by one more node. */
    Layer readBy(int node) {
        var all = new ArrayList<>(nodes);
        all.add(node);
        return new Layer(shape, transposed, isHalf, all, stored);
    }

    /** A tensor in the model file, or in a file beside it. */
    public sealed interface StoredTensor {

        /** Maps its bytes; {@code folder} is the model's. */
        ByteBuffer read(Path folder) throws IOException;
    }

    /** Within the model file. */
    public record Inside(ByteBuffer data) implements StoredTensor {
        @Override
        public ByteBuffer read(Path folder) {
            return data.duplicate();
        }
    }

    /** In another file of the folder. */
    public record Beside(String location, long offset, long length) implements StoredTensor {
        @Override
        public ByteBuffer read(Path folder) throws IOException {
            try (var channel = FileChannel.open(folder.resolve(location))) {
                return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
            }
        }
    }
}
