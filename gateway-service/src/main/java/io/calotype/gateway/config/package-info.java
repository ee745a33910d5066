/** The settings that only the gateway has. */
@NullMarked
package io.calotype.gateway.config;

import org.jspecify.annotations.NullMarked;
