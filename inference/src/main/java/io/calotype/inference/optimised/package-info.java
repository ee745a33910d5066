/** Graphs as ONNX Runtime optimised them, kept beside the packs for the next start. */
@NullMarked
package io.calotype.inference.optimised;

import org.jspecify.annotations.NullMarked;
