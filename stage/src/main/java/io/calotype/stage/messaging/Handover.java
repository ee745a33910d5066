package io.calotype.stage.messaging;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** Work that leaves this process together with its partitions, and that their next reader goes on with. */
public interface Handover {

    /**
     * Ends the running work on these partitions' records.
     *
     * @return completes when what the next reader goes on from is durable, or cannot be stored
     */
    CompletionStage<Void> leave(Set<TopicPartition> partitions);

    /** Work that its partitions' next reader must not do again. */
    interface OfDoneWork extends Handover {

        /**
         * Keeps the next reader from doing work that is done already.
         *
         * @param next the offset that the next reader of each partition begins with
         * @return completes when that is durable, or cannot be stored
         */
        CompletionStage<Void> keepDone(Map<TopicPartition, Long> next);
    }
}
