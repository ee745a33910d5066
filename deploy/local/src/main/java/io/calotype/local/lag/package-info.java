/** How far the stages are behind. */
@NullMarked
package io.calotype.local.lag;

import org.jspecify.annotations.NullMarked;
