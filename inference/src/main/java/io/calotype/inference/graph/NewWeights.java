package io.calotype.inference.graph;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weights that take the place of a layer's.
 *
 * @param dims of the tensor, as it is stored
 * @param data as stored, little-endian
 * @param location the file beside the model that has them; null to have them within the model
 * @param offset in that file
 */
public record NewWeights(
        List<Long> dims, ByteBuffer data, @Nullable String location, long offset) {

    /** Copies the list. */
    public NewWeights {
        dims = List.copyOf(dims);
    }
}
