/** Making a picture again from what its file says. */
@NullMarked
package io.calotype.local.reproduce;

import org.jspecify.annotations.NullMarked;
