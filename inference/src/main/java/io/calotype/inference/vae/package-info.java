/** Packs with another VAE. */
@NullMarked
package io.calotype.inference.vae;

import org.jspecify.annotations.NullMarked;
