/** Models that enlarge pictures. */
@NullMarked
package io.calotype.inference.upscale;

import org.jspecify.annotations.NullMarked;
