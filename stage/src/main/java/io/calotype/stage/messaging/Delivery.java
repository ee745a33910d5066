package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.opentelemetry.context.Context;

/**
 * One delivery of a record.
 *
 * @param mayHaveBegun whether the work on the record may have begun before, most likely in another process
 * @param isGivenUp whether so many processes died while they worked on the record that it must not be processed again
 */
public record Delivery(ReceivedRecord record, boolean mayHaveBegun, boolean isGivenUp) {

    /** The first delivery of a record. */
    static Delivery first(ReceivedRecord record) {
        return new Delivery(record, false, false);
    }

    /** One of several deliveries of a record. */
    static Delivery repeated(ReceivedRecord record) {
        return new Delivery(record, true, false);
    }

    /** Returns the trace that the record's work belongs to. */
    public Context trace() {
        return record.trace();
    }
}
