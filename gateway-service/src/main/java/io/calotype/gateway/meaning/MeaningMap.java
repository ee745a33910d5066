package io.calotype.gateway.meaning;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.tensor.WordVectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The words of a model, each at its place, which never changes while the pack does not. */
final class MeaningMap {

    /**
     * A word on the map.
     *
     * @param similarity cosine to the text, if there is one
     */
    @Schema(name = "MeaningWord")
    record Word(String word, double x, double y, @Nullable Double similarity) {
        private static Word at(String word, Point place, @Nullable Double similarity) {
            return new Word(word, place.x(), place.y(), similarity);
        }
    }

    private static final Comparator<Word> NEAREST_FIRST =
            Comparator.comparingDouble(word -> word.similarity() == null ? 0 : -word.similarity());

    private final WordVectors vocabulary;
    private final MeaningAxes axes;
    private final List<Point> places;

    MeaningMap(WordVectors vocabulary) {
        this.vocabulary = vocabulary;
        this.axes = MeaningAxes.of(vocabulary.vectors());
        this.places = vocabulary.vectors().stream().map(axes::place).toList();
    }

    /** Returns all words in the order of the vocabulary, or with a text those nearest to it first. */
    List<Word> words(@Nullable UnitVector text) {
        var words = new ArrayList<Word>();
        for (int i = 0; i < places.size(); i++) {
            var similarity = text == null ? null : vocabulary.vectors().get(i).cosine(text);
            words.add(Word.at(vocabulary.words().get(i), places.get(i), similarity));
        }
        words.sort(NEAREST_FIRST);
        return words;
    }

    /** Returns a text's position among the words. */
    Point place(UnitVector text) {
        return axes.place(text);
    }

    /** D, the elements of every meaning here. */
    int width() {
        return vocabulary.vectors().get(0).width();
    }
}
