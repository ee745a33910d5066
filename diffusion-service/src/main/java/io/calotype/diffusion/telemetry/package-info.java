/** The diffusion service's metrics. */
@NullMarked
package io.calotype.diffusion.telemetry;

import org.jspecify.annotations.NullMarked;
