/** What becomes of pictures that nobody should see. */
@NullMarked
package io.calotype.decoder.safety;

import org.jspecify.annotations.NullMarked;
