/** Continuous batching: images join and leave the running set between steps. */
@NullMarked
package io.calotype.diffusion.batching;

import org.jspecify.annotations.NullMarked;
