package io.calotype.contracts.event;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * What a stored picture shows, for search.
 *
 * @param embedding of the picture by the pack's image encoder
 * @param promptSimilarity cosine to the prompt's embedding, -1 to 1; null where the pack's texts and pictures lie in different spaces
 */
public record ImageMeaning(UnitVector embedding, @Nullable Double promptSimilarity) {
    public ImageMeaning {
        if (promptSimilarity != null) {
            Limits.within(ImageMeaningJson.SIMILARITY, promptSimilarity, -1, 1);
        }
    }
}
