/** Packs whose pictures are checked. */
@NullMarked
package io.calotype.inference.safety;

import org.jspecify.annotations.NullMarked;
