package io.calotype.gateway.meaning;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A text among the words that a model knows.
 *
 * @param tokens the text as the model reads it; null without a text
 * @param prompt the text's position; null without a text
 * @param picture the picture's position; null without a picture
 * @param words all words of the model's vocabulary, those nearest to the text first, or without a text to the picture
 */
@Schema(name = "Meaning")
public record MeaningView(
        @Nullable List<String> tokens,
        @Nullable Point prompt,
        @Nullable Picture picture,
        List<MeaningMap.Word> words) {

    /**
     * A picture on the map, among the words that it shows.
     *
     * @param similarity cosine to the text; null without a text
     * @param closerThan share of the words that are farther from the picture than the text is, 0 to 1: how well the picture obeys the
     *     text; null without a text
     * @param shows the words nearest to the picture
     */
    @Schema(name = "MeaningPicture")
    record Picture(
            double x,
            double y,
            @Nullable Double similarity,
            @Nullable Double closerThan,
            List<String> shows) {}
}
