package io.calotype.local.describe;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.tensor.WordVectors;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.picture.PictureHeader;
import io.calotype.inference.picture.PictureReader;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the words of a pack's vocabulary that are nearest to a picture. */
public final class PictureWords {

    private static final String VOCABULARY = "vocabulary.safetensors";

    /**
     * A word of the vocabulary.
     *
     * @param similarity cosine of word and picture, -1 to 1
     */
    public record Word(String word, double similarity) {}

    private PictureWords() {}

    /**
     * Returns all words, the nearest first.
     *
     * @param encoded a PNG, JPEG or WebP
     * @throws io.calotype.contracts.problem.Refusal if it is none, or too large
     * @throws LocalFailure if the pack cannot compare pictures with words
     */
    public static List<Word> nearestFirst(ModelPack pack, String name, byte[] encoded) {
        if (!pack.hasFile(VOCABULARY)) {
            throw new LocalFailure(pack.name() + " has no vocabulary to describe pictures with");
        }
        var picture = PictureReader.read(name, PictureHeader.of(name, encoded), encoded);
        var encoder = ImageEncoder.open(pack, SessionSettings.cpu(1))
                .orElseThrow(() -> new LocalFailure(pack.name() + " has no image encoder"));
        try (encoder) {
            if (!encoder.sharesTextSpace()) {
                throw new LocalFailure(
                        "the image encoder of " + pack.name() + " compares pictures with pictures alone");
            }
            var shown = encoder.embed(picture).orElseThrow(() -> new LocalFailure(name + " shows nothing"));
            return nearestFirst(vocabulary(pack), shown);
        }
    }

    private static List<Word> nearestFirst(WordVectors vocabulary, UnitVector shown) {
        return IntStream.range(0, vocabulary.words().size())
                .mapToObj(i -> new Word(
                        vocabulary.words().get(i),
                        shown.cosine(vocabulary.vectors().get(i))))
                .sorted(Comparator.comparingDouble(Word::similarity).reversed())
                .toList();
    }

    private static WordVectors vocabulary(ModelPack pack) {
        try {
            return WordVectors.read(pack.verified(VOCABULARY));
        } catch (IOException e) {
            throw new LocalFailure("Cannot read the vocabulary of " + pack.name(), e);
        }
    }
}
