package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A tensor that is in a file beside the model.
 *
 * @param stored where it is
 */
public record OutsideTensor(List<Long> dims, Layer.Beside stored) {

    /** Copies the list. */
    public OutsideTensor {
        dims = List.copyOf(dims);
    }

    static Map<String, OutsideTensor> of(Message graph) throws InvalidProtocolBufferException {
        var found = new TreeMap<String, OutsideTensor>();
        for (var bytes : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            var tensor = Message.parse(bytes);
            var stored = StoredTensors.of(tensor);
            if (stored.isPresent() && stored.get() instanceof Layer.Beside beside) {
                found.put(
                        tensor.text(OnnxFields.TENSOR_NAME),
                        new OutsideTensor(tensor.packedNumbers(OnnxFields.TENSOR_DIMS), beside));
            }
        }
        return found;
    }
}
