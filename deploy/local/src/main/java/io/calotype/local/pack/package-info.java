/** The model packs of this machine. */
@NullMarked
package io.calotype.local.pack;

import org.jspecify.annotations.NullMarked;
