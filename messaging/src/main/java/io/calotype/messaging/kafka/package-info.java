/** Kafka records as they are received, and the traces that they carry. */
@NullMarked
package io.calotype.messaging.kafka;

import org.jspecify.annotations.NullMarked;
