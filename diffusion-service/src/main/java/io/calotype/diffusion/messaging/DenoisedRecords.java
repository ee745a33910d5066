package io.calotype.diffusion.messaging;

import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.messaging.kafka.ReceivedRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.common.TopicPartition;

/** The records whose latents were sent last: those behind a record that takes longer are not committed yet. */
final class DenoisedRecords {

    private static final int MOST = 4096;

    private record Denoised(TopicPartition partition, long offset, TrajectoryPlace place) {}

    private final Queue<Denoised> records = new ArrayDeque<>();

    synchronized void add(ReceivedRecord record, TrajectoryPlace place) {
        var partition = new TopicPartition(record.topic(), record.partition());
        records.add(new Denoised(partition, record.offset(), place));
        if (records.size() > MOST) {
            records.remove();
        }
    }

    /** Removes and returns those of partitions that go elsewhere which the next reader will read again. */
    synchronized List<TrajectoryPlace> from(Map<TopicPartition, Long> next) {
        var again = records.stream()
                .filter(record -> record.offset() >= next.getOrDefault(record.partition(), Long.MAX_VALUE))
                .map(Denoised::place)
                .toList();
        records.removeIf(record -> next.containsKey(record.partition()));
        return again;
    }
}
