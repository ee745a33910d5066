/** Schedulers, which have no state, and the trajectory of one image. */
@NullMarked
package io.calotype.diffusion.scheduler;

import org.jspecify.annotations.NullMarked;
