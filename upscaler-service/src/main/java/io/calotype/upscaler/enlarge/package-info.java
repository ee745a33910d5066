/** Pictures as they are drawn to enlarged ones in files. */
@NullMarked
package io.calotype.upscaler.enlarge;

import org.jspecify.annotations.NullMarked;
