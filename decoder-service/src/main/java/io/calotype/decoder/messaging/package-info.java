/** Latents in, terminal events out. */
@NullMarked
package io.calotype.decoder.messaging;

import org.jspecify.annotations.NullMarked;
