package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Optional;

/** Finds where the bytes of a tensor are. */
final class StoredTensors {

    private StoredTensors() {}

    /** Returns nothing for a tensor whose numbers are not stored as plain bytes. */
    static Optional<Layer.StoredTensor> of(Message tensor) throws InvalidProtocolBufferException {
        var raw = tensor.value(OnnxFields.TENSOR_RAW_DATA);
        if (raw.isPresent()) {
            return Optional.of(new Layer.Inside(raw.get().asReadOnlyByteBuffer()));
        }
        var entries = new HashMap<String, String>();
        for (var bytes : tensor.values(OnnxFields.TENSOR_EXTERNAL_DATA)) {
            var entry = Message.parse(bytes);
            entries.put(entry.text(OnnxFields.ENTRY_KEY), entry.text(OnnxFields.ENTRY_VALUE));
        }
        if (!entries.containsKey("location") || !entries.containsKey("length")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Layer.Beside(
                    entries.get("location"),
                    Long.parseLong(entries.getOrDefault("offset", "0")),
                    Long.parseLong(entries.get("length"))));
        } catch (NumberFormatException e) {
            throw new InvalidProtocolBufferException(e.getMessage());
        }
    }
}
