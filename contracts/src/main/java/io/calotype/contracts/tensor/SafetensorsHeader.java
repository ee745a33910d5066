package io.calotype.contracts.tensor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file.
 *
 * @param metadata free text by name
 * @param entries one for each tensor, each consistent in itself; their places in the file are not checked
 */
record SafetensorsHeader(Map<String, String> metadata, List<HeaderEntry> entries) {
    /** The name that no tensor can have. */
    static final String METADATA = "__metadata__";

    static SafetensorsHeader of(ObjectNode json) {
        Map<String, String> metadata = Map.of();
        var entries = new ArrayList<HeaderEntry>(json.size());
        for (var field : json.properties()) {
            if (!(field.getValue() instanceof ObjectNode object)) {
                throw Refusal.of(ProblemType.INVALID_TENSOR, field.getKey(), field.getKey() + " is not an object");
            }
            if (field.getKey().equals(METADATA)) {
                metadata = texts(object);
            } else {
                entries.add(HeaderEntry.of(field.getKey(), object));
            }
        }
        return new SafetensorsHeader(metadata, entries);
    }

    private static Map<String, String> texts(ObjectNode json) {
        var texts = new LinkedHashMap<String, String>();
        for (var field : json.properties()) {
            var text = field.getValue().textValue();
            if (text == null) {
                throw Refusal.of(ProblemType.INVALID_TENSOR, METADATA, METADATA + " has a value that is not a string");
            }
            texts.put(field.getKey(), text);
        }
        return texts;
    }
}
