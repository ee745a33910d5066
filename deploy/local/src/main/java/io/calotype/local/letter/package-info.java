/** Dead letters: records that a service could not read. */
@NullMarked
package io.calotype.local.letter;

import org.jspecify.annotations.NullMarked;
