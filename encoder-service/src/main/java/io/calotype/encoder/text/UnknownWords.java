package io.calotype.encoder.text;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.tensor.WordVectors;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says which words of a prompt its pack was not taught, and what it has that is nearest to each.
 *
 * <p>A pack that does not list the words that it knows says nothing.
 */
@Singleton
class UnknownWords {

    private static final String VECTORS = "vocabulary.safetensors";
    private static final int MOST = 5;
    private static final double NEAR = 0.5; // unrelated words are as alike as 0.46
    private static final int SHOWN_CHARACTERS = 40;

    private final PackText text;
    private final Optional<KnownWords> known;
    private final Map<String, UnitVector> drawn = new TreeMap<>();

    UnknownWords(ModelPack pack, PackText text) {
        this.text = text;
        known = KnownWords.of(pack);
        known.filter(words -> pack.hasFile(VECTORS)).ifPresent(words -> readVectors(words, pack.verified(VECTORS)));
    }

    private void readVectors(KnownWords words, Path file) {
        try {
            var all = WordVectors.read(file);
            for (int i = 0; i < all.words().size(); i++) {
                if (words.contains(all.words().get(i))) {
                    drawn.put(all.words().get(i), all.vectors().get(i));
                }
            }
        } catch (IOException e) {
            throw new PackException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns a warning for each of the first unknown words, and one for the rest. */
    List<String> warnings(String prompt) {
        var unknown = known.map(words -> words.unknownIn(prompt)).stream()
                .flatMap(words -> words.stream())
                .toList();
        var warnings =
                new ArrayList<>(unknown.stream().limit(MOST).map(this::warning).toList());
        if (unknown.size() > MOST) {
            warnings.add("the model does not know " + (unknown.size() - MOST) + " more words of the prompt");
        }
        return warnings;
    }

    private String warning(String word) {
        var nearest = UnitVector.of("embedding", text.embed(word).pooled()).flatMap(this::nearest);
        return "the model does not know '%s'; %s"
                .formatted(shortened(word), nearest.orElse("nothing it knows is near"));
    }

    private Optional<String> nearest(UnitVector meaning) {
        return drawn.entrySet().stream()
                .map(word -> Map.entry(word.getKey(), word.getValue().cosine(meaning)))
                .max(Map.Entry.comparingByValue())
                .filter(word -> word.getValue() >= NEAR)
                .map(word -> String.format(
                        Locale.ROOT, "the nearest is '%s' (similarity %.2f)", word.getKey(), word.getValue()));
    }

    private static String shortened(String word) {
        int end = Math.min(word.codePointCount(0, word.length()), SHOWN_CHARACTERS);
        var start = word.substring(0, word.offsetByCodePoints(0, end));
        return start.equals(word) ? word : start + "…";
    }
}
