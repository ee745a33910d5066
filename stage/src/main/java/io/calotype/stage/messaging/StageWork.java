package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import java.util.concurrent.CompletionStage;

/** What a stage does with one record. */
@FunctionalInterface
public interface StageWork {

    /**
     * Works on a record, called on a worker thread that it may block.
     *
     * @return completes when all effects are durable, and only then is the record acknowledged. Fails, or the method
     *     throws, with {@link RefusedImage} for an image that cannot be made and {@link UnreadableRecord} for a record that
     *     cannot be parsed
     */
    CompletionStage<Void> process(ReceivedRecord record);
}
