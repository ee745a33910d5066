package io.calotype.inference.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens that a text is searched for before it is taken apart: CLIP's marks, the padding token and what textual inversion added.
 *
 * <p>As in transformers they come from {@code tokenizer_config.json}, or from {@code added_tokens.json} where that has no {@code
 * added_tokens_decoder}.
 */
final class AddedTokens {

    private static final String DECODER = "added_tokens_decoder";

    private final Map<String, ObjectNode> tokens = new LinkedHashMap<>();

    private AddedTokens() {}

    /** Reads a tokenizer's folder; the vocabulary is that of its {@code vocab.json}. */
    static AddedTokens of(ModelPack pack, String folder, JsonNode vocabulary) {
        var config = pack.config(folder);
        var added = new AddedTokens();
        for (var mark : List.of("<|startoftext|>", "<|endoftext|>")) {
            added.add(mark, vocabulary.path(mark), true, true);
        }
        added.padding(config.path("pad_token"), vocabulary);
        if (config.path(DECODER).isObject()) {
            config.path(DECODER).properties().forEach(entry -> added.decoded(entry.getKey(), entry.getValue()));
        } else if (pack.hasFile(folder + "/added_tokens.json")) {
            pack.json(folder + "/added_tokens.json")
                    .properties()
                    .forEach(entry -> added.add(entry.getKey(), entry.getValue(), true, false));
        }
        return added;
    }

    /** In the form of {@code tokenizer.json}. */
    Collection<ObjectNode> json() {
        return tokens.values();
    }

    /** In Stable Diffusion 2 and the second tokenizer of XL it is {@code !}, which means padding in a text as well. */
    private void padding(JsonNode token, JsonNode vocabulary) {
        var content = token.isObject() ? token.path("content").asText() : token.asText();
        if (vocabulary.has(content)) {
            add(content, vocabulary.path(content), token.path("normalized").asBoolean(false), true);
        }
    }

    private void add(String content, JsonNode id, boolean normalized, boolean special) {
        if (!tokens.containsKey(content) && id.isIntegralNumber()) {
            var flags = JsonNodeFactory.instance.objectNode();
            put(content, id.asInt(), flags.put("normalized", normalized).put("special", special));
        }
    }

    private void decoded(String id, JsonNode token) {
        if (id.matches("\\d{1,9}") && token.path("content").isTextual()) {
            put(token.path("content").asText(), Integer.parseInt(id), token);
        }
    }

    private void put(String content, int id, JsonNode flags) {
        tokens.put(
                content,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("content", content)
                        .put("single_word", flags.path("single_word").asBoolean(false))
                        .put("lstrip", flags.path("lstrip").asBoolean(false))
                        .put("rstrip", flags.path("rstrip").asBoolean(false))
                        .put("normalized", flags.path("normalized").asBoolean(true))
                        .put("special", flags.path("special").asBoolean(false)));
    }
}
