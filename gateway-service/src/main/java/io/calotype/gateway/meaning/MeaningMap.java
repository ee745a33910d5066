package io.calotype.gateway.meaning;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.tensor.WordVectors;
import java.util.ArrayList;
import java.util.Arrays;
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

    private static final double SPREAD = 0.02; // a word that much farther than the nearest counts for 1/e

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

    /**
     * Returns a picture's position: among the words that it shows, weighted by how near each is.
     *
     * <p>By its own coordinates every picture would lie in the middle, since pictures are never as near to words as texts are.
     */
    Point placeAmongWords(UnitVector picture) {
        double[] cosines = vocabulary.vectors().stream()
                .mapToDouble(word -> word.cosine(picture))
                .toArray();
        double nearest = Arrays.stream(cosines).max().orElseThrow();
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int i = 0; i < cosines.length; i++) {
            double weight = Math.exp((cosines[i] - nearest) / SPREAD);
            x += weight * places.get(i).x();
            y += weight * places.get(i).y();
            sum += weight;
        }
        return new Point(x / sum, y / sum);
    }

    /** Returns the share of all words whose cosine to a vector is below that one. */
    double shareFarther(UnitVector from, double cosine) {
        long farther = vocabulary.vectors().stream()
                .filter(word -> word.cosine(from) < cosine)
                .count();
        return (double) farther / vocabulary.vectors().size();
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
