package io.calotype.local.chaos;

import io.calotype.contracts.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes down what the stages have committed, to hold it against what they had done by then. */
final class OffsetWatch {

    private record Committed(Instant at, TopicPartition partition, long offset) {}

    private final Map<String, String> groups; // group by the topic that it reads
    private final Map<String, String> effects; // topic of the effect by the topic of its cause
    private final List<Committed> seen = new ArrayList<>();
    private final Map<TopicPartition, Long> last = new HashMap<>();

    OffsetWatch(String model) {
        groups = Map.of(
                Topics.embeddings(model), "calotype-diffusion-" + model,
                Topics.latents(model), "calotype-decoder-" + model);
        effects = Map.of(Topics.embeddings(model), Topics.latents(model), Topics.latents(model), Topics.IMAGES);
    }

    /** Looks once; a broker that is away is looked at again later. */
    void look(Admin admin) throws InterruptedException {
        for (var group : groups.values()) {
            try {
                var offsets = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                var now = Instant.now();
                offsets.forEach((partition, committed) -> {
                    if (committed != null) {
                        note(now, partition, committed.offset());
                    }
                });
            } catch (ExecutionException e) {
                return;
            }
        }
    }

    /** Takes note that an offset was committed by then. */
    void note(Instant at, TopicPartition partition, long offset) {
        if (last.getOrDefault(partition, 0L) < offset) {
            last.put(partition, offset);
            seen.add(new Committed(at, partition, offset));
        }
    }

    /** Returns the offsets that were committed before their records had an effect. */
    List<Violation> judge(Evidence evidence) {
        var violations = new ArrayList<Violation>();
        effects.forEach((cause, effect) -> {
            var first =
                    firstTimes(Stream.concat(evidence.topic(effect).stream(), evidence.topic(Topics.IMAGES).stream()));
            for (var record : evidence.topic(cause)) {
                var committed = firstCommit(record);
                if (committed != null
                        && first.getOrDefault(record.key(), Instant.MAX).isAfter(committed)) {
                    violations.add(new Violation(
                            Invariant.EFFECT_BEFORE_OFFSET,
                            cause + "-" + record.partition() + "-" + record.offset(),
                            "was committed at " + committed + " and " + record.key() + " had no effect by then"));
                }
            }
        });
        return violations;
    }

    private Instant firstCommit(ConsumerRecord<String, byte[]> record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        return seen.stream()
                .filter(commit -> commit.partition().equals(partition) && commit.offset() > record.offset())
                .map(Committed::at)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Instant> firstTimes(Stream<ConsumerRecord<String, byte[]>> records) {
        var times = new HashMap<String, Instant>();
        records.forEach(record ->
                times.merge(record.key(), Instant.ofEpochMilli(record.timestamp()), (a, b) -> a.isBefore(b) ? a : b));
        return times;
    }
}
