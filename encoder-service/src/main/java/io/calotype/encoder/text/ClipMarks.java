package io.calotype.encoder.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.pack.PackException;
import java.nio.file.Path;

/**
 * The ids that CLIP sets around a text.
 *
 * @param start before it
 * @param end after it
 * @param padding behind that, up to the window's length: {@code <|endoftext|>} in Stable Diffusion 1, {@code !} in 2 and in the second
 *     encoder of XL
 */
record ClipMarks(long start, long end, long padding) {

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    /** Reads a {@code tokenizer_config.json}; what it does not name is CLIP's own. */
    static ClipMarks of(JsonNode config, JsonNode vocabulary, Path file) {
        var end = token(config.path("eos_token"), END);
        return new ClipMarks(
                id(vocabulary, token(config.path("bos_token"), START), file),
                id(vocabulary, end, file),
                id(vocabulary, token(config.path("pad_token"), end), file));
    }

    /** A token is given as text, or as an object that also says how to match it. */
    private static String token(JsonNode node, String otherwise) {
        return node.isObject() ? node.path("content").asText(otherwise) : node.asText(otherwise);
    }

    private static long id(JsonNode vocabulary, String token, Path file) {
        var id = vocabulary.path(token);
        if (!id.isIntegralNumber()) {
            throw new PackException(file, "has no token '" + token + "'");
        }
        return id.asLong();
    }
}
