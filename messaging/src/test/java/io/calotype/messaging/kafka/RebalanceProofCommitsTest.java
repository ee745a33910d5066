package io.calotype.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class RebalanceProofCommitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TopicPartition KEPT = new TopicPartition("topic", 0);
    private static final TopicPartition LOST = new TopicPartition("topic", 1);
    private static final OffsetAndMetadata OFFSET = new OffsetAndMetadata(3);
    private static final OffsetAndMetadata LATER = new OffsetAndMetadata(5);

    private final RebalancingConsumer kafka = new RebalancingConsumer();
    private final AssignedOffsets assigned = new AssignedOffsets();
    private final List<TopicPartition> askedOnPollingThread = new ArrayList<>();

    @Test
    void aCommitThatARebalanceRefusesIsMadeAgain() {
        // Given
        kafka.assign(List.of(KEPT));
        kafka.refusals = 2;
        // When
        commit(Map.of(KEPT, OFFSET));
        // Then
        assertThat(kafka.tries).hasSize(3).containsOnly(Map.of(KEPT, OFFSET));
    }

    @Test
    void aPartitionThatWentElsewhereIsLeftToItsReader() {
        // Given
        kafka.assign(List.of(KEPT));
        kafka.refusals = 1;
        // When
        commit(Map.of(KEPT, OFFSET, LOST, OFFSET));
        // Then
        assertThat(kafka.tries).containsExactly(Map.of(KEPT, OFFSET, LOST, OFFSET), Map.of(KEPT, OFFSET));
    }

    @Test
    void nothingIsCommittedWhereEveryPartitionWentElsewhere() {
        // Given
        kafka.assign(List.of(KEPT));
        kafka.refusals = 1;
        // When
        commit(Map.of(LOST, OFFSET));
        // Then
        assertThat(kafka.tries).hasSize(1);
    }

    @Test
    void aLaterCommitIsNotTakenBack() {
        // Given
        kafka.assign(List.of(KEPT));
        kafka.commitSync(Map.of(KEPT, LATER));
        kafka.refusals = 1;
        // When
        commit(Map.of(KEPT, OFFSET));
        // Then
        assertThat(kafka.tries).containsExactly(Map.of(KEPT, LATER), Map.of(KEPT, OFFSET));
    }

    /** On the polling thread, it would be answered once the poll that runs there has ended. */
    @Test
    void theFirstRecordOfAPartitionDoesNotWaitForThePollingThread() {
        // Given
        kafka.assign(List.of(KEPT, LOST));
        kafka.commitSync(Map.of(KEPT, OFFSET));
        // When
        assigned.assigned(kafka, List.of(KEPT, LOST));
        // Then
        assertThat(committed(KEPT)).isEqualTo(Map.of(KEPT, OFFSET));
        assertThat(committed(LOST)).isEmpty();
        assertThat(askedOnPollingThread).isEmpty();
    }

    @Test
    void theOffsetOfAPartitionThatWentElsewhereIsAskedForAgain() {
        // Given
        kafka.assign(List.of(LOST));
        assigned.assigned(kafka, List.of(LOST));
        // When
        assigned.revoked(List.of(LOST));
        committed(LOST);
        // Then
        assertThat(askedOnPollingThread).containsExactly(LOST);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(TopicPartition partition) {
        return rebalanceProof().committed(partition).await().atMost(LIMIT);
    }

    private KafkaConsumer<?, ?> rebalanceProof() {
        return RebalanceProofCommits.rebalanceProof(consumer(), assigned);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        rebalanceProof().commit(offsets).await().atMost(LIMIT);
    }

    private KafkaConsumer<?, ?> consumer() {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                KafkaConsumer.class.getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "commit" -> onPollingThread(consumer -> consumer.commitSync(offsets(arguments)));
                    case "committed" -> askedFor((TopicPartition[]) arguments[0]);
                    case "runOnPollingThread" -> onPollingThread(action(arguments));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Uni<Map<TopicPartition, OffsetAndMetadata>> askedFor(TopicPartition... partitions) {
        askedOnPollingThread.addAll(List.of(partitions));
        return Uni.createFrom().item(Map.of());
    }

    private Uni<Void> onPollingThread(Consumer<RebalancingConsumer> action) {
        return Uni.createFrom()
                .item(kafka)
                .invoke(consumer -> action.accept(consumer))
                .replaceWithVoid();
    }

    @SuppressWarnings("unchecked") // the one parameter of KafkaConsumer.commit
    private static Map<TopicPartition, OffsetAndMetadata> offsets(Object[] arguments) {
        return (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
    }

    @SuppressWarnings("unchecked") // the one parameter of KafkaConsumer.runOnPollingThread
    private static Consumer<RebalancingConsumer> action(Object[] arguments) {
        return (Consumer<RebalancingConsumer>) arguments[0];
    }

    /** Refuses commits as a consumer does during a rebalance. */
    private static final class RebalancingConsumer extends MockConsumer<String, byte[]> {

        private final List<Map<TopicPartition, OffsetAndMetadata>> tries = new ArrayList<>();
        private int refusals;

        private RebalancingConsumer() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            tries.add(Map.copyOf(offsets));
            if (refusals-- > 0) {
                throw new RebalanceInProgressException();
            }
            super.commitSync(offsets);
        }
    }
}
