/** PyTorch's noise, so that a seed means the same picture. */
@NullMarked
package io.calotype.diffusion.noise;

import org.jspecify.annotations.NullMarked;
