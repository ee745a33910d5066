package io.calotype.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeaderLimitTest {

    private static final TopicPartition PARTITION = new TopicPartition("prompts", 3);

    @Test
    void emptiesOnlyWhatHasMoreHeadersThanAnyEvent() {
        // Given
        var next = Map.of(PARTITION, new OffsetAndMetadata(3));
        var records = new ConsumerRecords<>(
                Map.of(PARTITION, List.of(record(0, 1_000), record(1, 1_001), record(2, 0))), next);
        // When
        var limited = new HeaderLimit().onConsume(records);
        // Then
        assertThat(limited.nextOffsets()).isEqualTo(next);
        assertThat(limited.records(PARTITION))
                .extracting(ConsumerRecord::offset)
                .containsExactly(0L, 1L, 2L);
        assertThat(limited.records(PARTITION))
                .extracting(record -> record.value().length)
                .containsExactly(5, 0, 5);
        assertThat(limited.records(PARTITION).get(0).headers()).hasSize(1_000);
        var emptied = limited.records(PARTITION).get(1);
        assertThat(emptied.key()).isEqualTo("key");
        assertThat(emptied.headers())
                .singleElement()
                .satisfies(header -> assertThat(header.key()).isEqualTo(HeaderLimit.DROPPED))
                .satisfies(header -> assertThat(new String(header.value(), StandardCharsets.US_ASCII))
                        .isEqualTo("1001"));
    }

    private static ConsumerRecord<String, byte[]> record(long offset, int headers) {
        var record = new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, "key", new byte[5]);
        for (int i = 0; i < headers; i++) {
            record.headers().add("", new byte[0]);
        }
        return record;
    }
}
