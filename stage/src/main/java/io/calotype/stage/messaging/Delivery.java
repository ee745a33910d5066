package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.opentelemetry.context.Context;

/**
 * One delivery of a record.
 *
 * @param isGivenUp whether so many processes died while they worked on the record that it must not be processed again
 */
public record Delivery(ReceivedRecord record, boolean isGivenUp) {

    /** Returns the trace that the record's work belongs to. */
    public Context trace() {
        return record.trace();
    }
}
