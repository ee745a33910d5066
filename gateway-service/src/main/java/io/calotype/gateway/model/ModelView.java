package io.calotype.gateway.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A model as OpenAI's API lists it, plus what Calotype's own clients need.
 *
 * @param created seconds since 1970
 */
public record ModelView(String id, String object, long created, String ownedBy, Details calotype) {

    /**
     * What a pack offers.
     *
     * @param defaults the values of a prompt's absent fields
     * @param styles words that name a drawing style
     * @param examples prompts worth trying
     * @param schedulers names that a prompt may give, the pack's own first
     * @param sizeMultiple both sides of a picture are multiples of it
     */
    public record Details(
            JsonNode defaults, JsonNode styles, JsonNode examples, List<String> schedulers, int sizeMultiple) {}

    /** The list of all models. */
    public record Page(String object, List<ModelView> data) {}
}
