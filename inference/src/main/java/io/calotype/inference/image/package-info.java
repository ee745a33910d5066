/** A pack's image encoder: pictures as vectors. */
@NullMarked
package io.calotype.inference.image;

import org.jspecify.annotations.NullMarked;
