package io.calotype.gateway.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.tensor.WordVectors;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeaningMapTest {

    @Test
    void readsTheBuiltInPacks() throws Exception {
        // Given
        var map = new MeaningMap(WordVectors.read(Path.of("../models/pictograms/vocabulary.safetensors")));
        // When
        var words = map.words(null);
        // Then
        assertThat(words).hasSizeGreaterThan(40);
        assertThat(words).extracting(MeaningMap.Word::word).contains("king", "queen", "monarch", "banana");
        assertThat(words).allSatisfy(word -> assertThat(word.similarity()).isNull());
    }

    @Test
    void theNearestWordsComeFirst() throws Exception {
        // Given
        var vocabulary = WordVectors.read(Path.of("../models/pictograms/vocabulary.safetensors"));
        var monarch = vocabulary.vectors().get(vocabulary.words().indexOf("monarch"));
        // When
        var words = new MeaningMap(vocabulary).words(monarch);
        // Then
        assertThat(words.get(0).word()).isEqualTo("monarch");
        assertThat(words.get(0).similarity()).isGreaterThan(0.999);
        assertThat(words.subList(1, 4)).extracting(MeaningMap.Word::word).containsAnyOf("king", "queen");
    }
}
