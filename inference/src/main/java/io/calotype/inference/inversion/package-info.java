/** Embeddings learned by textual inversion, and packs with one added. */
@NullMarked
package io.calotype.inference.inversion;

import org.jspecify.annotations.NullMarked;
