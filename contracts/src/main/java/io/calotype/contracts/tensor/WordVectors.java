package io.calotype.contracts.tensor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.problem.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that a model pack was taught, and what each means to it.
 *
 * @param vectors as many as words, all of one width
 */
public record WordVectors(List<String> words, List<UnitVector> vectors) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EMBEDDINGS = "embeddings";
    private static final long MAX_BYTES = 67_108_864;

    public WordVectors {
        words = List.copyOf(words);
        vectors = List.copyOf(vectors);
        if (words.isEmpty() || words.size() != vectors.size()) {
            throw new IllegalArgumentException(words.size() + " words with " + vectors.size() + " embeddings");
        }
    }

    /**
     * Reads a pack's {@code vocabulary.safetensors}: {@code embeddings} F32 {@code [N, D]}, and in the metadata the N words as a
     * JSON list.
     *
     * @throws IOException that names the file
     */
    public static WordVectors read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new IOException(file + " has " + size + " bytes; at most " + MAX_BYTES);
        }
        try {
            var content = SafetensorsReader.read(ByteBuffer.wrap(Files.readAllBytes(file)));
            var words = JSON.readValue(content.metadata().getOrDefault("words", "[]"), String[].class);
            return new WordVectors(List.of(words), rows(content.require(EMBEDDINGS)));
        } catch (Refusal | IllegalArgumentException e) {
            throw new IOException(file + " is no vocabulary: " + e.getMessage(), e);
        }
    }

    private static List<UnitVector> rows(Tensor embeddings) {
        embeddings.requireShape(EMBEDDINGS, DType.F32, -1, -1);
        int width = (int) embeddings.shape().dim(1);
        var elements = embeddings.floats();
        var rows = new ArrayList<UnitVector>();
        while (elements.hasRemaining()) {
            var row = new float[width];
            elements.get(row);
            rows.add(UnitVector.of(EMBEDDINGS, Tensor.ofFloats(Shape.of(width), row))
                    .orElseThrow(() -> new IllegalArgumentException("a word without meaning")));
        }
        return rows;
    }
}
