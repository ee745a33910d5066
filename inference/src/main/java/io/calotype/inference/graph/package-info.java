/** ONNX files as protobuf: where their weights are stored, and the edit that gives every row its own timestep. */
@NullMarked
package io.calotype.inference.graph;

import org.jspecify.annotations.NullMarked;
