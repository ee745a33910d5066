/** How a stage takes records from Kafka and answers for them. */
@NullMarked
package io.calotype.stage.messaging;

import org.jspecify.annotations.NullMarked;
