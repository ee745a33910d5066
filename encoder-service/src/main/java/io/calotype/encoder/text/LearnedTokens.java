package io.calotype.encoder.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that textual inversion learned several vectors for: {@code <cat-toy>} stands for itself, {@code <cat-toy>_1} and so on, as
 * in diffusers.
 *
 * @param followers by the id of the first
 */
record LearnedTokens(Map<Long, List<Token>> followers) {

    static final LearnedTokens NONE = new LearnedTokens(Map.of());

    /** A token after the first. */
    record Token(long id, String text) {}

    /** Copies the map. */
    LearnedTokens {
        followers = Map.copyOf(followers);
    }

    /** Finds them among a tokenizer's added tokens. */
    static LearnedTokens of(JsonNode added) {
        var ids = new HashMap<String, Long>();
        added.forEach(token ->
                ids.put(token.path("content").asText(), token.path("id").asLong()));
        var followers = new HashMap<Long, List<Token>>();
        ids.forEach((text, id) -> {
            var found = new ArrayList<Token>();
            for (var next = text + "_1"; ids.containsKey(next); next = text + "_" + (found.size() + 1)) {
                found.add(new Token(ids.get(next), next));
            }
            if (!found.isEmpty()) {
                followers.put(id, List.copyOf(found));
            }
        });
        return new LearnedTokens(followers);
    }

    /** The tokens that a token brings along. */
    List<Token> after(long id) {
        return followers.getOrDefault(id, List.of());
    }
}
