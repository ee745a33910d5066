package io.calotype.contracts.tensor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads safetensors files (https://github.com/huggingface/safetensors) that nobody vouches for.
 *
 * <p>Header, element types, shapes and offsets are checked against the file's length before anything is made of them: the
 * tensors must cover the data exactly, without gap or overlap. They are views of the given bytes.
 */
public final class SafetensorsReader {
    private static final String METADATA = "__metadata__";

    private SafetensorsReader() {}

    /** One entry of the header: the bytes {@code [begin, end)} of the data. */
    private record Entry(String name, DType dtype, Shape shape, long begin, long end) {}

    /**
     * Reads a file from the buffer's remaining bytes; the buffer's position stays where it is.
     *
     * @throws Refusal INVALID_TENSOR, TOO_LARGE or UNSUPPORTED if the file is not valid
     */
    public static Safetensors read(ByteBuffer file) {
        var bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = headerLength(bytes);
        var header = header(bytes, headerLength);
        var data = bytes.slice(Long.BYTES + headerLength, bytes.limit() - Long.BYTES - headerLength);
        var metadata = metadata(header);
        return new Safetensors(metadata, tensors(entries(header, data.limit()), data));
    }

    private static int headerLength(ByteBuffer bytes) {
        if (bytes.limit() < Long.BYTES) {
            throw invalid(null, "the file has " + bytes.limit() + " bytes; it must begin with the header's length");
        }
        long length = bytes.getLong(0);
        if (length < 0 || length > Limits.MAX_TENSOR_HEADER_BYTES) {
            var detail = "the header's length is " + Long.toUnsignedString(length) + "; at most "
                    + Limits.MAX_TENSOR_HEADER_BYTES;
            throw Refusal.of(ProblemType.TOO_LARGE, null, detail);
        }
        if (length > bytes.limit() - Long.BYTES) {
            throw invalid(null, "the header's length is " + length + ", beyond the end of the file");
        }
        return (int) length;
    }

    private static ObjectNode header(ByteBuffer bytes, int length) {
        var json = new byte[length];
        bytes.get(Long.BYTES, json);
        if (length == 0 || json[0] != '{') {
            throw invalid(null, "the header does not begin with {");
        }
        try {
            return StrictJson.parse(json, Limits.MAX_TENSOR_HEADER_BYTES);
        } catch (Refusal e) {
            throw inHeader(e.problem());
        }
    }

    private static Map<String, String> metadata(ObjectNode header) {
        var node = header.remove(METADATA);
        var metadata = new LinkedHashMap<String, String>();
        if (node == null) {
            return metadata;
        }
        if (!(node instanceof ObjectNode object)) {
            throw invalid(METADATA, METADATA + " is not an object");
        }
        for (var field : object.properties()) {
            if (!field.getValue().isTextual()) {
                throw invalid(METADATA, METADATA + " has a value that is not a string");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        return metadata;
    }

    private static List<Entry> entries(ObjectNode header, int dataLength) {
        var entries = new ArrayList<Entry>(header.size());
        for (var field : header.properties()) {
            entries.add(entry(field.getKey(), field.getValue()));
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long expected = 0;
        for (var entry : entries) {
            if (entry.begin != expected) {
                throw invalid(entry.name, "its data begin at " + entry.begin + "; expected " + expected);
            }
            expected = entry.end;
        }
        if (expected != dataLength) {
            throw invalid(null, "the tensors take " + expected + " bytes; the file has " + dataLength);
        }
        return entries;
    }

    private static Entry entry(String name, com.fasterxml.jackson.databind.JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw invalid(name, "its header entry is not an object");
        }
        try {
            var fields = new JsonFields(object);
            var dtype = dtype(name, fields.requireText("dtype"));
            var shape = Shape.of(longs(name, "shape", fields.node("shape")));
            var offsets = longs(name, "data_offsets", fields.node("data_offsets"));
            fields.refuseOthers();
            return entry(name, dtype, shape, offsets);
        } catch (Refusal e) {
            throw inHeader(e.problem());
        }
    }

    private static Entry entry(String name, DType dtype, Shape shape, long[] offsets) {
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
            throw invalid(name, "its data_offsets are not a begin and an end");
        }
        long length = offsets[1] - offsets[0];
        if (length % dtype.byteSize() != 0 || length / dtype.byteSize() != shape.elementCount()) {
            throw invalid(name, dtype + " " + shape + " does not take " + length + " bytes");
        }
        return new Entry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static DType dtype(String name, String text) {
        for (var dtype : DType.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw Refusal.of(ProblemType.UNSUPPORTED, name, "its dtype is not one of " + List.of(DType.values()));
    }

    private static long[] longs(String name, String field, @Nullable Object node) {
        if (!(node instanceof ArrayNode array)) {
            throw invalid(name, "its " + field + " is not an array");
        }
        var values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            if (!array.get(i).isIntegralNumber() || !array.get(i).canConvertToLong()) {
                throw invalid(name, "its " + field + " is not an array of whole numbers");
            }
            values[i] = array.get(i).longValue();
        }
        return values;
    }

    private static Map<String, Tensor> tensors(List<Entry> entries, ByteBuffer data) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var entry : entries) {
            var view = data.slice((int) entry.begin, (int) (entry.end - entry.begin));
            tensors.put(entry.name, new Tensor(entry.dtype, entry.shape, view));
        }
        return tensors;
    }

    private static Refusal inHeader(Problem problem) {
        var type =
                switch (problem.type()) {
                    case TOO_LARGE, UNSUPPORTED, INVALID_TENSOR -> problem.type();
                    default -> ProblemType.INVALID_TENSOR;
                };
        return Refusal.of(type, problem.field(), "safetensors header: " + problem.detail());
    }

    private static Refusal invalid(@Nullable String tensor, String detail) {
        return Refusal.of(ProblemType.INVALID_TENSOR, tensor, tensor == null ? detail : tensor + ": " + detail);
    }
}
