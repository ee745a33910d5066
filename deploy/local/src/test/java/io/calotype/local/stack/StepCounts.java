package io.calotype.local.stack;

import io.calotype.contracts.topic.Topics;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How often each step of each image was computed, by the progress that denoisers publish after each step.
 *
 * <p>A process that is killed takes the progress of its last milliseconds with it.
 */
final class StepCounts {

    private final List<ConsumerRecord<String, byte[]>> progress;

    /** Counts the steps of the prompts with that prefix. */
    StepCounts(List<ConsumerRecord<String, byte[]>> records, String promptPrefix) {
        progress = records.stream()
                .filter(record -> record.topic().equals(Topics.PROGRESS))
                .filter(record -> record.key().startsWith(promptPrefix))
                .filter(record ->
                        TopicReader.data(record).path("stage").asText().equals("denoise"))
                .toList();
    }

    /** Returns the number of steps that were computed. */
    int computed() {
        return progress.size();
    }

    /** Returns how many steps were computed once more than needed. */
    int computedTwice() {
        var distinct = progress.stream()
                .map(record -> record.key() + " "
                        + TopicReader.data(record).path("step").asInt())
                .collect(Collectors.toSet());
        return progress.size() - distinct.size();
    }
}
