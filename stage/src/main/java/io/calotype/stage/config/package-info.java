/** The settings that all stages have in common. */
@NullMarked
package io.calotype.stage.config;

import org.jspecify.annotations.NullMarked;
