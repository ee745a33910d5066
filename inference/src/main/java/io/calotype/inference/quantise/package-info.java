/** Packs whose models multiply in whole numbers of 8 bits: faster and smaller, and no longer the same to the last bit. */
@NullMarked
package io.calotype.inference.quantise;

import org.jspecify.annotations.NullMarked;
