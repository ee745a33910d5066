/** The settings that only the upscaler has. */
@NullMarked
package io.calotype.upscaler.config;

import org.jspecify.annotations.NullMarked;
