/** The metrics of stored pictures. */
@NullMarked
package io.calotype.pictures.telemetry;

import org.jspecify.annotations.NullMarked;
