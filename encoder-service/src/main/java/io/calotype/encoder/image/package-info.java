/** What pictures show, as vectors. */
@NullMarked
package io.calotype.encoder.image;

import org.jspecify.annotations.NullMarked;
