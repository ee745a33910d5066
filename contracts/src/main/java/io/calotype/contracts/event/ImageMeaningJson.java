package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.tensor.UnitVector;
import org.jspecify.annotations.Nullable;

/** The fields of a completed event that say what the picture shows. */
final class ImageMeaningJson {
    static final String SIMILARITY = "prompt_similarity";

    private static final String EMBEDDING = "image_embedding";

    private ImageMeaningJson() {}

    static void write(ObjectNode json, ImageMeaning meaning) {
        json.put(EMBEDDING, meaning.embedding().base64());
        if (meaning.promptSimilarity() != null) {
            json.put(SIMILARITY, meaning.promptSimilarity());
        }
    }

    static @Nullable ImageMeaning read(JsonFields fields) {
        var embedding = fields.text(EMBEDDING);
        return embedding == null
                ? null
                : new ImageMeaning(UnitVector.parse(EMBEDDING, embedding), fields.decimal(SIMILARITY, -1, 1));
    }
}
