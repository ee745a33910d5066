package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

class RebalanceProofCommitsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TopicPartition KEPT = new TopicPartition("topic", 0);
    private static final TopicPartition LOST = new TopicPartition("topic", 1);
    private static final OffsetAndMetadata OFFSET = new OffsetAndMetadata(3);

    private final List<Map<?, ?>> tries = new ArrayList<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private Set<TopicPartition> assigned = Set.of(KEPT, LOST);

    @Test
    void aCommitThatARebalanceRefusesIsMadeAgain() {
        // Given
        failures.add(new RebalanceInProgressException());
        failures.add(new RebalanceInProgressException());
        // When
        commit(Map.of(KEPT, OFFSET));
        // Then
        assertThat(tries).hasSize(3).containsOnly(Map.of(KEPT, OFFSET));
    }

    @Test
    void aPartitionThatWentElsewhereIsLeftToItsReader() {
        // Given
        failures.add(new RebalanceInProgressException());
        assigned = Set.of(KEPT);
        // When
        commit(Map.of(KEPT, OFFSET, LOST, OFFSET));
        // Then
        assertThat(tries).containsExactly(Map.of(KEPT, OFFSET, LOST, OFFSET), Map.of(KEPT, OFFSET));
    }

    @Test
    void nothingIsCommittedWhereEveryPartitionWentElsewhere() {
        // Given
        failures.add(new RebalanceInProgressException());
        assigned = Set.of();
        // When
        commit(Map.of(KEPT, OFFSET));
        // Then
        assertThat(tries).hasSize(1);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        RebalanceProofCommits.committingAgain(consumer())
                .commit(offsets)
                .await()
                .atMost(LIMIT);
    }

    private KafkaConsumer<?, ?> consumer() {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                KafkaConsumer.class.getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "commit" -> Uni.createFrom().deferred(() -> attempt((Map<?, ?>) arguments[0]));
                    case "getAssignments" -> Uni.createFrom().item(assigned);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private Uni<Void> attempt(Map<?, ?> offsets) {
        tries.add(offsets);
        var failure = failures.poll();
        return failure == null ? Uni.createFrom().voidItem() : Uni.createFrom().failure(failure);
    }
}
