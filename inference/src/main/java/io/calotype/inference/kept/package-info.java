/** Which optimised graphs starts with the packs of a folder load on this machine, and keeping those. */
@NullMarked
package io.calotype.inference.kept;

import org.jspecify.annotations.NullMarked;
