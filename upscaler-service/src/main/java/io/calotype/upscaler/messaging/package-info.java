/** Drawn pictures in, terminal events out. */
@NullMarked
package io.calotype.upscaler.messaging;

import org.jspecify.annotations.NullMarked;
