package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.UnitVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of texts and what they mean. */
final class TextJson {
    static final String TOKENS = "tokens";

    private static final String PROMPT = "prompt";
    private static final String PROMPT_EMBEDDING = "prompt_embedding";

    private TextJson() {}

    static ObjectNode write(TextRequested event) {
        return StrictJson.object()
                .put("text_id", event.id())
                .put("model", event.model())
                .put("text", event.text());
    }

    static TextRequested readRequested(JsonFields fields) {
        var requested = new TextRequested(
                fields.requireText("text_id"), fields.requireText("model"), fields.requireText("text"));
        fields.refuseOthers();
        return requested;
    }

    static ObjectNode write(TextEmbedded event) {
        var json = StrictJson.object()
                .put("text_id", event.id())
                .put("model", event.model())
                .put("pack_digest", event.packDigest());
        putTokens(json, event.tokens());
        return json.put("embedding", event.embedding().base64());
    }

    /** Passes over fields that a later version may add. */
    static TextEmbedded readEmbedded(JsonFields fields) {
        return new TextEmbedded(
                fields.requireText("text_id"),
                fields.requireText("model"),
                fields.requireText("pack_digest"),
                JsonFields.require(TOKENS, readTokens(fields)),
                UnitVector.parse("embedding", fields.requireText("embedding")));
    }

    static void write(ObjectNode json, PromptMeaning meaning) {
        json.put(PROMPT, meaning.prompt());
        if (meaning.embedding() != null) {
            json.put(PROMPT_EMBEDDING, meaning.embedding().base64());
        }
    }

    static @Nullable PromptMeaning readMeaning(JsonFields fields) {
        var prompt = fields.text(PROMPT);
        var embedding = fields.text(PROMPT_EMBEDDING);
        return prompt == null
                ? null
                : new PromptMeaning(prompt, embedding == null ? null : UnitVector.parse(PROMPT_EMBEDDING, embedding));
    }

    static void putTokens(ObjectNode json, List<String> tokens) {
        var array = json.putArray(TOKENS);
        tokens.forEach(array::add);
    }

    static @Nullable List<String> readTokens(JsonFields fields) {
        var node = fields.node(TOKENS);
        if (node == null) {
            return null;
        }
        if (!node.isArray() || node.size() > Limits.MAX_PROMPT_CODE_POINTS) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, TOKENS, TOKENS + " must be a list of strings");
        }
        var tokens = new ArrayList<String>(node.size());
        for (var token : node) {
            tokens.add(token.asText());
        }
        return tokens;
    }
}
