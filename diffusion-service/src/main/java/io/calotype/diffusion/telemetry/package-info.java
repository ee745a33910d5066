/** What the diffusion service tells of itself. */
@NullMarked
package io.calotype.diffusion.telemetry;

import org.jspecify.annotations.NullMarked;
