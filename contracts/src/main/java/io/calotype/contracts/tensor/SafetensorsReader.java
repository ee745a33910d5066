package io.calotype.contracts.tensor;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads safetensors files (https://github.com/huggingface/safetensors) from untrusted sources.
 *
 * <p>Header, element types, shapes and offsets are checked against the file's length before anything is made of them: the
 * tensors must cover the data exactly, without gap or overlap. They are views of the given bytes.
 */
public final class SafetensorsReader {
    private SafetensorsReader() {}

    /**
     * Reads a file from the buffer's remaining bytes; the buffer's position stays where it is.
     *
     * @throws Refusal INVALID_TENSOR, TOO_LARGE or UNSUPPORTED if the file is not valid
     */
    public static Safetensors read(ByteBuffer file) {
        var bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = headerLength(bytes);
        var header = header(bytes, headerLength);
        int start = Long.BYTES + headerLength;
        var data = bytes.slice(start, bytes.limit() - start);
        var entries = header.entries().stream()
                .sorted(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end))
                .toList();
        requireCover(entries, data.limit());
        return new Safetensors(header.metadata(), views(entries, data));
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

    private static SafetensorsHeader header(ByteBuffer bytes, int length) {
        var json = new byte[length];
        bytes.get(Long.BYTES, json);
        if (length == 0 || json[0] != '{') {
            throw invalid(null, "the header does not begin with {");
        }
        try {
            return SafetensorsHeader.of(StrictJson.parse(json, Limits.MAX_TENSOR_HEADER_BYTES));
        } catch (Refusal e) {
            var problem = e.problem();
            var type = problem.type() == ProblemType.UNSUPPORTED ? problem.type() : ProblemType.INVALID_TENSOR;
            throw Refusal.of(type, problem.field(), "safetensors header: " + problem.detail());
        }
    }

    private static void requireCover(List<HeaderEntry> entries, int length) {
        long expected = 0;
        for (var entry : entries) {
            if (entry.begin() != expected) {
                throw invalid(
                        entry.name(), entry.name() + ": its data begin at " + entry.begin() + "; expected " + expected);
            }
            expected = entry.end();
        }
        if (expected != length) {
            throw invalid(null, "the tensors take " + expected + " bytes; the file has " + length);
        }
    }

    private static Map<String, Tensor> views(List<HeaderEntry> entries, ByteBuffer data) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (var entry : entries) {
            var view = data.slice((int) entry.begin(), (int) (entry.end() - entry.begin()));
            tensors.put(entry.name(), new Tensor(entry.dtype(), entry.shape(), view));
        }
        return tensors;
    }

    private static Refusal invalid(@Nullable String tensor, String detail) {
        return Refusal.of(ProblemType.INVALID_TENSOR, tensor, detail);
    }
}
