package io.calotype.contracts.tensor;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files; the same content always gives the same bytes.
 *
 * <p>Tensors are in the order of the reference implementation, wide element types first and then by name, so that all are
 * aligned; the header is padded with spaces to a multiple of 8 bytes.
 */
public final class SafetensorsWriter {
    private static final Comparator<Map.Entry<String, Tensor>> ORDER = Comparator.comparing(
                    (Map.Entry<String, Tensor> entry) -> entry.getValue().dtype())
            .reversed()
            .thenComparing(Map.Entry.comparingByKey());

    private SafetensorsWriter() {}

    /** Returns the file's bytes. */
    public static byte[] write(Safetensors content) {
        var ordered = content.tensors().entrySet().stream().sorted(ORDER).toList();
        var header = header(content.metadata(), ordered);
        int padded = (header.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        var file = ByteBuffer.allocate(size(padded, ordered)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(header).put(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII));
        for (var entry : ordered) {
            file.put(entry.getValue().data());
        }
        return file.array();
    }

    private static byte[] header(Map<String, String> metadata, List<Map.Entry<String, Tensor>> ordered) {
        var header = StrictJson.object();
        if (!metadata.isEmpty()) {
            var texts = header.putObject(SafetensorsHeader.METADATA);
            new TreeMap<>(metadata).forEach(texts::put);
        }
        long offset = 0;
        for (var entry : ordered) {
            requireName(entry.getKey());
            var tensor = entry.getValue();
            var node =
                    header.putObject(entry.getKey()).put("dtype", tensor.dtype().name());
            var shape = node.putArray("shape");
            for (long dim : tensor.shape().toArray()) {
                shape.add(dim);
            }
            node.putArray("data_offsets")
                    .add(offset)
                    .add(offset += tensor.data().remaining());
        }
        return StrictJson.write(header);
    }

    private static void requireName(String name) {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw Refusal.of(ProblemType.INVALID_TENSOR, name, "no tensor can be called " + name);
        }
    }

    private static int size(int header, List<Map.Entry<String, Tensor>> tensors) {
        long size = (long) Long.BYTES + header;
        for (var entry : tensors) {
            size += entry.getValue().data().remaining();
        }
        if (header > Limits.MAX_TENSOR_HEADER_BYTES || size > Integer.MAX_VALUE) {
            throw Refusal.of(ProblemType.TOO_LARGE, null, "the safetensors file would take " + size + " bytes");
        }
        return (int) size;
    }
}
