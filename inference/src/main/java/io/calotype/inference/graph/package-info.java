/** ONNX files as protobuf: where their weights are stored, and edits of weights and of the timestep. */
@NullMarked
package io.calotype.inference.graph;

import org.jspecify.annotations.NullMarked;
