/** How packs that come without a table of colours get their previews. */
@NullMarked
package io.calotype.local.preview;

import org.jspecify.annotations.NullMarked;
