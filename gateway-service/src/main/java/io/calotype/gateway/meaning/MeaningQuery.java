package io.calotype.gateway.meaning;

import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.gateway.problem.ApiFailure;
import java.util.Optional;

/**
 * What is shown on a map of meaning.
 *
 * @param text what a text means, if one is given
 * @param picture what a picture shows, if one is given
 */
record MeaningQuery(MeaningMap map, Optional<TextEmbedded> text, Optional<UnitVector> picture) {

    private static final int NEAREST = 3;

    /** Returns the map; fails with {@link ApiFailure} if the encoder has another version of the model than the gateway. */
    MeaningView view() {
        var meant = text.map(TextEmbedded::embedding).map(this::fitting);
        var shown = picture.map(this::fitting);
        return new MeaningView(
                text.map(TextEmbedded::tokens).orElse(null),
                meant.map(map::place).orElse(null),
                shown.map(vector -> place(vector, meant)).orElse(null),
                map.words(meant.or(() -> shown).orElse(null)));
    }

    private MeaningView.Picture place(UnitVector shown, Optional<UnitVector> meant) {
        var place = map.placeAmongWords(shown);
        var words = map.words(shown).stream()
                .map(MeaningMap.Word::word)
                .limit(NEAREST)
                .toList();
        var similarity = meant.map(shown::cosine);
        return new MeaningView.Picture(
                place.x(),
                place.y(),
                similarity.orElse(null),
                similarity.map(near -> map.shareFarther(shown, near)).orElse(null),
                words);
    }

    private UnitVector fitting(UnitVector vector) {
        if (vector.width() != map.width()) {
            throw ApiFailure.unavailable("the encoder has another version of the model than the gateway");
        }
        return vector;
    }
}
