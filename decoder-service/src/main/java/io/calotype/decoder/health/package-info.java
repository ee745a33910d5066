/** Whether the decoder can work. */
@NullMarked
package io.calotype.decoder.health;

import org.jspecify.annotations.NullMarked;
