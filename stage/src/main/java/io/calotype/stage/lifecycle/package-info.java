/** How work ends when the process does. */
@NullMarked
package io.calotype.stage.lifecycle;

import org.jspecify.annotations.NullMarked;
