/** What went wrong, in words for people. */
@NullMarked
package io.calotype.local.failure;

import org.jspecify.annotations.NullMarked;
