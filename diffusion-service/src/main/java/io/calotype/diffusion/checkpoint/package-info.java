/** Trajectories of running images, kept so that another process goes on where this one stopped. */
@NullMarked
package io.calotype.diffusion.checkpoint;

import org.jspecify.annotations.NullMarked;
