package io.calotype.stage.messaging;

import io.calotype.stage.telemetry.StageMetrics.Outcome;
import java.util.concurrent.CompletionStage;

/** What a stage does with one record. */
@FunctionalInterface
public interface StageWork {

    /**
     * Works on a record, called on a worker thread that it may block.
     *
     * @return completes when all effects are durable, and only then is the record acknowledged. Fails, or the method
     *     throws, with {@link UnreadableRecord} for a record that cannot be parsed
     */
    CompletionStage<Outcome> process(Delivery delivery);

    /** The record has no place any more, whatever came of it, and even if it was never processed; called once. */
    default void ended() {}
}
