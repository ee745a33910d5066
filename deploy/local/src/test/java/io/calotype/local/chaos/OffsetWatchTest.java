package io.calotype.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OffsetWatchTest {

    private static final String MODEL = "pictograms";
    private static final String LATENTS = Topics.latents(MODEL);
    private static final TopicPartition PARTITION = new TopicPartition(LATENTS, 0);
    private static final Instant START = Instant.ofEpochSecond(1000);

    private final OffsetWatch watch = new OffsetWatch(MODEL);
    private final Map<String, List<ConsumerRecord<String, byte[]>>> records = new HashMap<>();

    @Test
    void anOffsetAfterItsEffectIsFine() {
        // Given
        records.put(LATENTS, List.of(record(LATENTS, 7, START)));
        records.put(Topics.IMAGES, List.of(record(Topics.IMAGES, 0, START.plusSeconds(1))));
        // When
        watch.note(START.plusSeconds(2), PARTITION, 8);
        // Then
        assertThat(judge()).isEmpty();
    }

    @Test
    void anOffsetBeforeItsEffect() {
        // Given
        records.put(LATENTS, List.of(record(LATENTS, 7, START)));
        records.put(Topics.IMAGES, List.of(record(Topics.IMAGES, 0, START.plusSeconds(3))));
        // When
        watch.note(START.plusSeconds(2), PARTITION, 8);
        // Then
        assertThat(judge()).containsExactly(LATENTS + "-0-7");
    }

    @Test
    void anOffsetWithoutAnEffect() {
        // Given
        records.put(LATENTS, List.of(record(LATENTS, 7, START), record(LATENTS, 8, START)));
        // When
        watch.note(START.plusSeconds(2), PARTITION, 8);
        // Then
        assertThat(judge()).containsExactly(LATENTS + "-0-7");
    }

    private List<String> judge() {
        return watch.judge(new Evidence(records, Map.of(), Map.of(), Map.of())).stream()
                .map(Violation::subject)
                .toList();
    }

    private static ConsumerRecord<String, byte[]> record(String topic, long offset, Instant written) {
        return new ConsumerRecord<>(
                topic,
                0,
                offset,
                written.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                "order-1/0",
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }
}
