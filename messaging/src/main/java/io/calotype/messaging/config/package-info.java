/** The settings of the object store. */
@NullMarked
package io.calotype.messaging.config;

import org.jspecify.annotations.NullMarked;
