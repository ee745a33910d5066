/** The device that images are denoised on, from the service's start to its end. */
@NullMarked
package io.calotype.diffusion.device;

import org.jspecify.annotations.NullMarked;
