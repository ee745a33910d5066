/** Enlarged pictures. */
@NullMarked
package io.calotype.local.upscale;

import org.jspecify.annotations.NullMarked;
