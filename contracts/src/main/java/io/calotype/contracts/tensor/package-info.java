/** Tensors as safetensors, checked before anything is allocated for them. */
@NullMarked
package io.calotype.contracts.tensor;

import org.jspecify.annotations.NullMarked;
