package io.calotype.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private static final TopicPartition FIRST = new TopicPartition("topic", 0);
    private static final TopicPartition SECOND = new TopicPartition("topic", 1);

    private final MockConsumer<Object, Object> consumer = new MockConsumer<>("earliest");
    private final CatchUp catchUp = new CatchUp("channel", Duration.ofMillis(20));

    @Test
    void isBehindWithoutPartitions() {
        assertThat(catchUp.isBehind(consumer)).isTrue();
    }

    @Test
    void hasHeardAllWhenEachPartitionIsReadToItsEnd() {
        // Given
        partitions(0, 2, 1);
        assertThat(catchUp.isBehind(consumer)).isTrue();
        // When
        read(FIRST, 1);
        assertThat(catchUp.isBehind(consumer)).isTrue();
        read(SECOND, 0);
        // Then
        assertThat(catchUp.isBehind(consumer)).isFalse();
    }

    @Test
    void whatIsWrittenLaterIsNotWaitedFor() {
        // Given
        partitions(0, 1, 0);
        assertThat(catchUp.isBehind(consumer)).isTrue();
        consumer.updateEndOffsets(Map.of(FIRST, 5L, SECOND, 5L));
        // When
        read(FIRST, 0);
        // Then
        assertThat(catchUp.isBehind(consumer)).isFalse();
    }

    @Test
    void partitionsThatHoldNothingAnyMoreAreNotWaitedFor() {
        // Given
        partitions(7, 7, 7);
        // Then
        assertThat(catchUp.isBehind(consumer)).isFalse();
    }

    @Test
    void aTransactionsMarkerAtTheEndIsNotWaitedFor() {
        // Given
        partitions(0, 3, 0);
        assertThat(catchUp.isBehind(consumer)).isTrue();
        consumer.seek(FIRST, 3);
        read(FIRST, 1);
        // When
        var answers = IntStream.range(0, 10)
                .mapToObj(time -> catchUp.isBehind(consumer))
                .toList();
        // Then
        assertThat(answers).startsWith(true, true).endsWith(false);
    }

    @Test
    void whatWasReadAndWaitsInAQueueIsWaitedFor() {
        // Given
        partitions(0, 100, 0);
        consumer.seek(FIRST, 100);
        // Then
        for (int offset = 0; offset < 50; offset++) {
            read(FIRST, offset);
            assertThat(catchUp.isBehind(consumer)).isTrue();
        }
    }

    @Test
    void whatComesAfterAMarkerSaysThatEverythingBeforeIsHeard() {
        // Given
        partitions(0, 3, 0);
        consumer.seek(FIRST, 3);
        assertThat(catchUp.isBehind(consumer)).isTrue();
        // When
        read(FIRST, 3);
        // Then
        assertThat(catchUp.isBehind(consumer)).isFalse();
    }

    @Test
    void isWaitedForUntilItIsDoneOrForLongEnough() {
        // When
        catchUp.awaited().await().atMost(Duration.ofSeconds(10));
        assertThat(catchUp.isDone()).isFalse();
        catchUp.finish();
        // Then
        catchUp.awaited().await().atMost(Duration.ofSeconds(10));
        assertThat(catchUp.isDone()).isTrue();
    }

    private void partitions(long begin, long firstEnd, long secondEnd) {
        consumer.assign(List.of(FIRST, SECOND));
        consumer.updateBeginningOffsets(Map.of(FIRST, begin, SECOND, begin));
        consumer.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, secondEnd));
    }

    private void read(TopicPartition partition, long offset) {
        catchUp.noteRead(new ReceivedRecord(
                partition.topic(),
                partition.partition(),
                offset,
                Instant.EPOCH,
                null,
                new RecordHeaders(),
                new byte[0],
                Context.root()));
    }
}
