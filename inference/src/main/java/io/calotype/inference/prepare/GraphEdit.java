package io.calotype.inference.prepare;

import java.nio.file.Path;

/**
 * An edited graph of a model.
 *
 * @param graph the file
 * @param timestepPerRow whether its timestep was a scalar and is one per row
 * @param fusedAttention whether each attention is one operator
 */
record GraphEdit(Path graph, boolean timestepPerRow, boolean fusedAttention) {}
