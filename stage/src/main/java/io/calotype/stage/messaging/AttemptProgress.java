package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;

/** Takes note that work got further than any earlier attempt, so that earlier deaths no longer count against its record. */
public interface AttemptProgress {

    /** What the work has come to is durable, and the next process goes on from there; blocks on the object store. */
    void progressed(ReceivedRecord record);
}
