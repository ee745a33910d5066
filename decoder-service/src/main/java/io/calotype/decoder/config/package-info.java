/** The settings of the decoder. */
@NullMarked
package io.calotype.decoder.config;

import org.jspecify.annotations.NullMarked;
