/** Embeddings and cancellations in, latents and progress out. */
@NullMarked
package io.calotype.diffusion.messaging;

import org.jspecify.annotations.NullMarked;
