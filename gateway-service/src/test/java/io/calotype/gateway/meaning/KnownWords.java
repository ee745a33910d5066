package io.calotype.gateway.meaning;

import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.tensor.WordVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What the words of the built-in pack really mean to it. */
public final class KnownWords {

    private KnownWords() {}

    /** Returns a word's meaning. */
    public static UnitVector vector(String word) {
        try {
            var vocabulary = WordVectors.read(Path.of("../models/pictograms/vocabulary.safetensors"));
            return vocabulary.vectors().get(vocabulary.words().indexOf(word));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
