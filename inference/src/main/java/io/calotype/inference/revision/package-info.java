/** Packs that are made of other packs. */
@NullMarked
package io.calotype.inference.revision;

import org.jspecify.annotations.NullMarked;
