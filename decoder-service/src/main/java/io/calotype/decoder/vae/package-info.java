/** Latents to pixels. */
@NullMarked
package io.calotype.decoder.vae;

import org.jspecify.annotations.NullMarked;
