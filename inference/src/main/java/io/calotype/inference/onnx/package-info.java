/** ONNX Runtime behind preallocated slots. */
@NullMarked
package io.calotype.inference.onnx;

import org.jspecify.annotations.NullMarked;
