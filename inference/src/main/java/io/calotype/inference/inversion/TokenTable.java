package io.calotype.inference.inversion;

import com.google.protobuf.InvalidProtocolBufferException;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.family.TextPart;
import io.calotype.inference.graph.Layer;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.Floats;
import io.calotype.inference.revision.NewWeightsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The vectors of a text encoder's tokens, {@code [tokens, D]}.
 *
 * @param path of the embedding in PyTorch
 */
record TokenTable(Path model, OnnxFile onnx, String path, Layer layer) {

    private static final String NAME = "token_embedding";

    /** Finds the table by the name of the module, which exports keep. */
    static TokenTable of(ModelPack pack, TextPart part) {
        pack.verify(part.encoder());
        var model = pack.model(part.encoder());
        try {
            var onnx = OnnxFile.read(model);
            return onnx.layers().entrySet().stream()
                    .filter(layer -> layer.getKey().endsWith(NAME)
                            && layer.getValue().shape().size() == 2)
                    .map(layer -> new TokenTable(model, onnx, layer.getKey(), layer.getValue()))
                    .findFirst()
                    .orElseThrow(() -> new PackException(
                            model, "has no %s in F32 or F16: an optimised or quantised graph".formatted(NAME)));
        } catch (InvalidProtocolBufferException e) {
            throw new PackException(model, "is no whole ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PackException(model, "cannot be read: " + e.getMessage(), e);
        }
    }

    long width() {
        return layer.shape().get(1);
    }

    void requireRowsFor(ClipTokens tokenizer) {
        long rows = layer.shape().get(0);
        if (rows < tokenizer.size()) {
            throw new PackException(
                    model, "has vectors for %d tokens, its tokenizer has %d".formatted(rows, tokenizer.size()));
        }
    }

    /**
     * Writes the model with more vectors.
     *
     * @param known the tokens before the new ones; what the table has beyond is padding, which diffusers drops too
     */
    void write(int known, Tensor vectors, Path file, Path folder) throws IOException {
        var old = layer.read(Objects.requireNonNull(model.getParent()));
        long bytes = known * width() * (layer.isHalf() ? Short.BYTES : Float.BYTES);
        var kept = old.slice(0, Math.toIntExact(bytes));
        var added = added(vectors, file);
        var dims = List.of(known + (long) LearnedEmbedding.count(vectors), width());
        try (var weights = NewWeightsFile.create(model, onnx, folder)) {
            onnx.withWeights(Map.of(path, weights.add(dims, kept, added))).write(folder.resolve("model.onnx"));
        }
    }

    private ByteBuffer added(Tensor vectors, Path file) {
        float[] values = Floats.of(file, "the embedding", vectors);
        var bytes = Floats.bytes(values, layer.isHalf());
        for (float value : Floats.of(bytes.duplicate(), layer.isHalf())) {
            if (!Float.isFinite(value)) {
                throw new PackException(
                        file, "has numbers beyond the range of half precision, which " + model + " has");
            }
        }
        return bytes;
    }
}
