package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownWordsTest {

    private final KnownWords words = new KnownWords(Set.of("a", "on", "cat", "cats", "ice cream", "8-bit", "Mars"));

    @Test
    void namesEachUnknownWordOnceInItsOrder() {
        assertThat(words.unknownIn("A cat on a castle, castle; a Frog!")).containsExactly("castle", "frog");
    }

    @Test
    void aWordOfAPhraseIsKnownOnlyInIt() {
        assertThat(words.unknownIn("ice cream on ice")).containsExactly("ice");
    }

    @Test
    void caseNumbersAndPunctuationDoNotMatter() {
        assertThat(words.unknownIn("7 CATS on mars (8-bit), 4k")).isEmpty();
    }

    @Test
    void wordsOfOtherScriptsAreWords() {
        assertThat(words.unknownIn("一只猫 на cat")).containsExactly("一只猫", "на");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a red apple",
                "cat sitting on the mat",
                "a picture of two dogs",
                "drawing of a big red apple",
                "three kittens under a table, pixel art, light blue background",
                "a king and a queen",
                "the spaceship at sunset, 3D render, highly detailed"
            })
    void theBuiltInPackKnowsWhatItWasTaught(String prompt) throws IOException {
        // Given
        var file = Path.of("../models/pictograms/vocabulary.json").toFile();
        var known = new ObjectMapper().readTree(file).path("known");
        var builtIn = new KnownWords(StreamSupport.stream(known.spliterator(), false)
                .map(word -> word.asText())
                .collect(Collectors.toSet()));
        // Then
        assertThat(builtIn.unknownIn(prompt)).isEmpty();
        assertThat(builtIn.unknownIn(prompt + " made of marble")).containsExactly("made", "marble");
    }

    @Test
    void aPackWithoutVocabularyListsNone() {
        assertThat(KnownWords.of(FixturePacks.pack("sd15"))).isEmpty();
    }
}
