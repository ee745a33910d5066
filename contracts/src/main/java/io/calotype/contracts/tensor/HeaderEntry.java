package io.calotype.contracts.tensor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor in the header: its bytes are {@code [begin, end)} of the data, as many as type and shape take.
 */
record HeaderEntry(String name, DType dtype, Shape shape, long begin, long end) {
    HeaderEntry {
        long length = end - begin;
        if (begin < 0 || end < begin) {
            throw invalid("data_offsets are not a begin and an end");
        }
        if (length % dtype.byteSize() != 0 || length / dtype.byteSize() != shape.elementCount()) {
            throw invalid(dtype + " " + shape + " does not take " + length + " bytes");
        }
    }

    static HeaderEntry of(String name, ObjectNode json) {
        try {
            var fields = new JsonFields(json);
            var dtype = dtype(fields.requireText("dtype"));
            var shape = Shape.of(longs("shape", fields.node("shape")));
            var offsets = longs("data_offsets", fields.node("data_offsets"));
            fields.refuseOthers();
            if (offsets.length != 2) {
                throw invalid("data_offsets are not a begin and an end");
            }
            return new HeaderEntry(name, dtype, shape, offsets[0], offsets[1]);
        } catch (Refusal e) {
            throw Refusal.of(e.problem().type(), name, name + ": " + e.problem().detail());
        }
    }

    private static DType dtype(String text) {
        for (var dtype : DType.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw Refusal.of(ProblemType.UNSUPPORTED, "dtype", "dtype is not one of " + List.of(DType.values()));
    }

    private static long[] longs(String field, @Nullable JsonNode node) {
        if (!(node instanceof ArrayNode array)) {
            throw invalid(field + " is not an array");
        }
        var values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            if (!array.get(i).isIntegralNumber() || !array.get(i).canConvertToLong()) {
                throw invalid(field + " is not an array of whole numbers");
            }
            values[i] = array.get(i).longValue();
        }
        return values;
    }

    private static Refusal invalid(String detail) {
        return Refusal.of(ProblemType.INVALID_TENSOR, null, detail);
    }
}
