package io.calotype.inference.graph;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Weights that take the place of a layer's.
 *
 * @param data as stored, little-endian
 * @param location the file beside the model that has them; null to have them within the model
 * @param offset in that file
 */
public record NewWeights(ByteBuffer data, @Nullable String location, long offset) {}
