package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.stage.lifecycle.Breakdown;
import io.calotype.stage.testing.MemoryStore;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Every {@link Attempts} here is a process of its own; one that is not told of an end has died. */
class AttemptsTest {

    private static final TopicPartition PARTITION = new TopicPartition("topic", 2);
    private static final String MARKS = "attempts/dummy.group.id/topic-2-7-1000/";
    private static final ReceivedRecord OLD = record(7);
    private static final ReceivedRecord NEW = record(8);

    private final MemoryStore store = new MemoryStore();
    private final Breakdown breakdown = new Breakdown();
    private final Admission admission = new Admission(2);

    @Test
    void aRecordThatOnlyThisProcessCanHaveSeenHasNoMark() {
        // When
        process().begin(NEW, place());
        // Then
        assertThat(store.objects).isEmpty();
    }

    @Test
    void aRecordFromBeforeIsMarkedUntilItsWorkHasEnded() {
        // Given
        var process = process();
        // When
        var begun = process.begin(OLD, place()).toCompletableFuture();
        // Then
        assertThat(begun).isCompletedWithValue(Delivery.repeated(OLD));
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
        process.ended(OLD);
        assertThat(store.objects).isEmpty();
    }

    @Test
    void workThatBeginsAgainAfterAWaitIsNoDeath() {
        // Given
        var process = process();
        process.begin(OLD, place());
        // When
        var again = process.begin(OLD, place()).toCompletableFuture();
        // Then
        assertThat(again).isCompletedWithValue(Delivery.repeated(OLD));
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
        process.ended(OLD);
        assertThat(store.objects).isEmpty();
    }

    @Test
    void afterADeathItIsWorkedOnAlone() {
        // Given
        beginAndDie();
        var mate = place();
        // When
        var begun = process().begin(OLD, place()).toCompletableFuture();
        assertThat(begun).isNotDone();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
        mate.leave();
        // Then
        assertThat(begun.join().isGivenUp()).isFalse();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1, MARKS + 2);
        assertThat(admission.taken()).isEqualTo(2);
    }

    @Test
    void afterTwoDeathsAloneItIsGivenUpUntilItHasItsEnd() {
        // Given
        for (int death = 1; death <= 3; death++) {
            assertThat(beginAndDie().isGivenUp()).isFalse();
        }
        // When
        var stopped = process();
        var place = place();
        var delivery = stopped.begin(OLD, place).toCompletableFuture().join();
        stopped.withdraw().toCompletableFuture().join();
        place.leave();
        // Then
        assertThat(delivery.isGivenUp()).isTrue();
        assertThat(beginAndDie().isGivenUp()).isTrue();
    }

    @Test
    void whatWasGivenUpLeavesNoMarksOnceItHasItsEnd() {
        // Given
        for (int death = 1; death <= 3; death++) {
            beginAndDie();
        }
        // When
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        process.ended(OLD);
        // Then
        assertThat(store.objects).isEmpty();
    }

    @Test
    void aMarkWhoseAnswerWasLostIsNoDeath() {
        // Given
        var mate = place();
        store.losesAnswers = true;
        // When
        var begun = process().begin(OLD, place()).toCompletableFuture();
        // Then
        assertThat(begun).isCompletedWithValue(Delivery.repeated(OLD));
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
        mate.leave();
    }

    @Test
    void aMarkThatThisProcessHasNotRemovedYetIsNoDeath() {
        // Given
        var mate = place();
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        // When
        var again = process.begin(OLD, mate).toCompletableFuture();
        // Then
        assertThat(again).isCompletedWithValue(Delivery.repeated(OLD));
    }

    @Test
    void whatEndsWellAfterDeathsLeavesNothing() {
        // Given
        beginAndDie();
        beginAndDie();
        // When
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        process.ended(OLD);
        // Then
        assertThat(store.objects).isEmpty();
    }

    @Test
    void aPartitionThatGoesElsewhereIsNoDeath() {
        // Given
        beginAndDie();
        var process = process();
        var place = place();
        process.begin(OLD, place).toCompletableFuture().join();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1, MARKS + 2);
        // When
        process.onPartitionsRevoked(consumer(), List.of(PARTITION));
        // Then
        await().untilAsserted(() -> assertThat(store.objects).containsOnlyKeys(MARKS + 1));
        process.ended(OLD);
        place.leave();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
    }

    @Test
    void aRecordWhosePartitionWentWhileItWaitedIsLeftToTheNextReader() {
        // Given
        var process = process();
        process.onPartitionsRevoked(consumer(), List.of(PARTITION));
        // When
        var begun = process.begin(NEW, place()).toCompletableFuture();
        // Then
        assertThat(begun).isCompletedExceptionally();
        assertThat(begun.handle((delivery, failure) -> failure).join()).isInstanceOf(GivenBack.class);
    }

    @Test
    void deathsBeforeProgressNoLongerCount() {
        // Given
        beginAndDie();
        beginAndDie();
        var process = process();
        var place = place();
        process.begin(OLD, place).toCompletableFuture().join();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1, MARKS + 2, MARKS + 3);
        // When
        process.progressed(OLD);
        place.leave();
        // Then
        assertThat(store.objects).isEmpty();
        assertThat(beginAndDie().isGivenUp()).isFalse();
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
    }

    @Test
    void workThatLeavesWithItsPartitionHasLeftBeforeTheNextReaderGetsIt() {
        // Given
        var calls = new ArrayList<String>();
        var process = process(new RecordingHandover(calls));
        // When
        process.onPartitionsRevoked(consumer(), List.of(PARTITION));
        // Then
        assertThat(calls).containsExactly("leave [topic-2]", "keep done from {topic-2=0}");
    }

    private record RecordingHandover(List<String> calls) implements Handover.OfDoneWork {
        @Override
        public CompletionStage<Void> leave(Set<TopicPartition> partitions) {
            return CompletableFuture.runAsync(() -> calls.add("leave " + partitions));
        }

        @Override
        public CompletionStage<Void> keepDone(Map<TopicPartition, Long> next) {
            return CompletableFuture.runAsync(() -> calls.add("keep done from " + next));
        }
    }

    @Test
    void aProcessThatIsToldToStopHasNotDied() {
        // Given
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        // When
        process.withdraw().toCompletableFuture().join();
        // Then
        assertThat(store.objects).isEmpty();
    }

    @Test
    void aProcessThatBrokeHasDied() {
        // Given
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        // When
        breakdown.end("planted");
        process.withdraw().toCompletableFuture().join();
        // Then
        assertThat(store.objects).containsOnlyKeys(MARKS + 1);
    }

    @Test
    void aProcessThatBrokeHasDiedAlsoWhenItsConsumerLeaves() {
        // Given
        var process = process();
        process.begin(OLD, place()).toCompletableFuture().join();
        // When
        breakdown.end("planted");
        process.onPartitionsRevoked(consumer(), List.of(PARTITION));
        // Then
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(store.objects).containsOnlyKeys(MARKS + 1));
    }

    @Test
    void whereEndsAreNotKnownEveryRecordMayHaveBeenBegun() {
        // Given
        var consumer = new MockConsumer<Object, Object>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.setOffsetsException(new KafkaException("away"));
        var process = new Attempts(store, breakdown, new LostRecords(count -> {}), new PartitionHandover(List.of()));
        process.onPartitionsAssigned(consumer, List.of(PARTITION));
        // When
        process.begin(NEW, place());
        // Then
        assertThat(store.objects).hasSize(1);
    }

    private Delivery beginAndDie() {
        var place = place();
        var delivery = process().begin(OLD, place).toCompletableFuture().join();
        place.leave();
        return delivery;
    }

    private Attempts process(Handover... handovers) {
        var handover = new PartitionHandover(List.of(handovers));
        var process = new Attempts(store, breakdown, new LostRecords(count -> {}), handover);
        process.onPartitionsAssigned(consumer(), List.of(PARTITION));
        return process;
    }

    private Admission.Place place() {
        return admission.enter().toCompletableFuture().join();
    }

    private static MockConsumer<Object, Object> consumer() {
        var consumer = new MockConsumer<Object, Object>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 8L));
        return consumer;
    }

    private static ReceivedRecord record(long offset) {
        return new ReceivedRecord(
                PARTITION.topic(),
                PARTITION.partition(),
                offset,
                Instant.ofEpochMilli(1000),
                null,
                new RecordHeaders(),
                new byte[0],
                Context.root());
    }
}
