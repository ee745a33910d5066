/** How a stage takes records from Kafka, settles them and publishes results. */
@NullMarked
package io.calotype.stage.messaging;

import org.jspecify.annotations.NullMarked;
