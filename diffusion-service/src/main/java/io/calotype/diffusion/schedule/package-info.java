/** Noise schedules: the timesteps, noise levels and weights of each count of steps, as a pack's configuration says. */
@NullMarked
package io.calotype.diffusion.schedule;

import org.jspecify.annotations.NullMarked;
