/** The settings of the encoder. */
@NullMarked
package io.calotype.encoder.config;

import org.jspecify.annotations.NullMarked;
