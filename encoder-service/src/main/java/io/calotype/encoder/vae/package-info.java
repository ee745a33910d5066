/** Pixels to latents. */
@NullMarked
package io.calotype.encoder.vae;

import org.jspecify.annotations.NullMarked;
