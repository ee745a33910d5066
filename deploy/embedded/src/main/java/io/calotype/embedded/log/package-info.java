/** What the embedded servers say. */
@NullMarked
package io.calotype.embedded.log;

import org.jspecify.annotations.NullMarked;
