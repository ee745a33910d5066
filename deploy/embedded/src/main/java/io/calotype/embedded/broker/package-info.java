/** A real Kafka broker in this process. */
@NullMarked
package io.calotype.embedded.broker;

import org.jspecify.annotations.NullMarked;
