/** Noise schedules: the timesteps, noise levels and weights of each count of steps, by a pack's configuration. */
@NullMarked
package io.calotype.diffusion.schedule;

import org.jspecify.annotations.NullMarked;
