package io.calotype.gateway.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.SafetensorsWriter;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {

    @TempDir
    Path folder;

    @Test
    void readsTheBuiltInPacks() throws Exception {
        // Given
        var map = new MeaningMap(Vocabulary.read(Path.of("../models/pictograms/vocabulary.safetensors")));
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
        var vocabulary = Vocabulary.read(Path.of("../models/pictograms/vocabulary.safetensors"));
        var monarch = vocabulary.meanings().get(vocabulary.words().indexOf("monarch"));
        // When
        var words = new MeaningMap(vocabulary).words(monarch);
        // Then
        assertThat(words.get(0).word()).isEqualTo("monarch");
        assertThat(words.get(0).similarity()).isGreaterThan(0.999);
        assertThat(words.subList(1, 4)).extracting(MeaningMap.Word::word).containsAnyOf("king", "queen");
    }

    @Test
    void whatIsNoVocabularyIsRefusedByTheFilesName() throws IOException {
        assertThatThrownBy(() -> Vocabulary.read(written("[\"a\"]", new float[] {1, 0, 0, 1})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocabulary.safetensors");
        assertThatThrownBy(() -> Vocabulary.read(written("[\"a\",\"b\"]", new float[] {1, 0, 0, 0})))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Vocabulary.read(written("no list", new float[] {1, 0, 0, 1})))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Vocabulary.read(Files.write(folder.resolve("vocabulary.safetensors"), new byte[3])))
                .isInstanceOf(IOException.class);
        assertThat(Vocabulary.read(written("[\"a\",\"b\"]", new float[] {1, 0, 0, 1}))
                        .words())
                .containsExactly("a", "b");
    }

    private Path written(String words, float[] embeddings) throws IOException {
        var file = new Safetensors(
                Map.of("words", words), Map.of("embeddings", Tensor.ofFloats(Shape.of(2, 2), embeddings)));
        return Files.write(folder.resolve("vocabulary.safetensors"), SafetensorsWriter.write(file));
    }
}
