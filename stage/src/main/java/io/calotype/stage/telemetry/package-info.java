/** A stage's metrics and spans. */
@NullMarked
package io.calotype.stage.telemetry;

import org.jspecify.annotations.NullMarked;
