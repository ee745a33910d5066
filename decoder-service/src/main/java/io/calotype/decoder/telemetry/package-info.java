/** The decoder's metrics. */
@NullMarked
package io.calotype.decoder.telemetry;

import org.jspecify.annotations.NullMarked;
