/** What a stage tells of itself: metrics and spans. */
@NullMarked
package io.calotype.stage.telemetry;

import org.jspecify.annotations.NullMarked;
