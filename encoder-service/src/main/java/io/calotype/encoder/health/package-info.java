/** Whether the encoder can work. */
@NullMarked
package io.calotype.encoder.health;

import org.jspecify.annotations.NullMarked;
