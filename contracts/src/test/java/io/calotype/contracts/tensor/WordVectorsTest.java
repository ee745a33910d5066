package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordVectorsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsNoVocabularyIsRefusedByTheFilesName() throws IOException {
        assertThatThrownBy(() -> WordVectors.read(written("[\"a\"]", new float[] {1, 0, 0, 1})))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocabulary.safetensors");
        assertThatThrownBy(() -> WordVectors.read(written("[\"a\",\"b\"]", new float[] {1, 0, 0, 0})))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WordVectors.read(written("no list", new float[] {1, 0, 0, 1})))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> WordVectors.read(Files.write(folder.resolve("vocabulary.safetensors"), new byte[3])))
                .isInstanceOf(IOException.class);
        assertThat(WordVectors.read(written("[\"a\",\"b\"]", new float[] {1, 0, 0, 1}))
                        .words())
                .containsExactly("a", "b");
    }

    private Path written(String words, float[] embeddings) throws IOException {
        var file = new Safetensors(
                Map.of("words", words), Map.of("embeddings", Tensor.ofFloats(Shape.of(2, 2), embeddings)));
        return Files.write(folder.resolve("vocabulary.safetensors"), SafetensorsWriter.write(file));
    }
}
