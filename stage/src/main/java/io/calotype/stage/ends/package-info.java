/** Who decides how an image ends. */
@NullMarked
package io.calotype.stage.ends;

import org.jspecify.annotations.NullMarked;
