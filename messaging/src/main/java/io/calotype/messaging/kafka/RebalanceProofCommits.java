package io.calotype.messaging.kafka;

import io.quarkus.arc.Unremovable;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * The throttled commit strategy, but a commit that a rebalance refuses is made again after it, and the first record of a partition
 * does not wait for the polling thread.
 *
 * <p>SmallRye's own strategy forgets refused offsets until the next record of their partition: until then the group has a lag that
 * nobody works on. All channels use this one, by {@code commit-strategy=rebalance-proof}.
 */
@ApplicationScoped
@Identifier("rebalance-proof")
@Unremovable
class RebalanceProofCommits implements KafkaCommitHandler.Factory {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaThrottledLatestProcessedCommit.Factory throttled =
            new KafkaThrottledLatestProcessedCommit.Factory();

    @Override
    public KafkaCommitHandler create(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        var offsets = new AssignedOffsets();
        var commits = throttled.create(config, vertx, rebalanceProof(consumer, offsets), reportFailure);
        return new ThrottledCommits(vertx, commits, consumer, offsets);
    }

    /** Returns the same consumer, whose commits outlast rebalances, and which knows the committed offsets of new partitions. */
    static KafkaConsumer<?, ?> rebalanceProof(KafkaConsumer<?, ?> consumer, AssignedOffsets assigned) {
        return (KafkaConsumer<?, ?>) Proxy.newProxyInstance(
                KafkaConsumer.class.getClassLoader(),
                new Class<?>[] {KafkaConsumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "commit" -> commit(consumer, offsets(arguments));
                    case "committed" -> committed(consumer, assigned, (TopicPartition[]) arguments[0]);
                    default -> invoke(consumer, method, arguments);
                });
    }

    private static Uni<Map<TopicPartition, OffsetAndMetadata>> committed(
            KafkaConsumer<?, ?> consumer, AssignedOffsets assigned, TopicPartition... partitions) {
        return assigned.committed(partitions)
                .map(offsets -> Uni.createFrom().item(offsets))
                .orElseGet(() -> consumer.committed(partitions));
    }

    private static Uni<Void> commit(KafkaConsumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return consumer.commit(offsets)
                .onFailure(RebalanceInProgressException.class)
                .recoverWithUni(() -> commitAfterRebalance(consumer, offsets));
    }

    private static <K, V> Uni<Void> commitAfterRebalance(
            KafkaConsumer<K, V> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(PAUSE)
                .chain(() -> consumer.runOnPollingThread((Consumer<K, V> kafka) -> commitWhatIsNew(kafka, offsets)))
                .onFailure(RebalanceInProgressException.class)
                .recoverWithUni(() -> commitAfterRebalance(consumer, offsets));
    }

    /** A partition that went elsewhere is its new reader's to commit; a later commit, of whoever had it since, must stand. */
    private static void commitWhatIsNew(Consumer<?, ?> kafka, Map<TopicPartition, OffsetAndMetadata> offsets) {
        var kept = new HashMap<>(offsets);
        kept.keySet().retainAll(kafka.assignment());
        var committed = kafka.committed(kept.keySet());
        kept.entrySet().removeIf(entry -> isCommitted(entry.getValue(), committed.get(entry.getKey())));
        if (!kept.isEmpty()) {
            kafka.commitSync(kept);
        }
    }

    private static boolean isCommitted(OffsetAndMetadata offset, @Nullable OffsetAndMetadata committed) {
        return committed != null && committed.offset() >= offset.offset();
    }

    @SuppressWarnings("unchecked") // the one parameter of KafkaConsumer.commit
    private static Map<TopicPartition, OffsetAndMetadata> offsets(Object[] arguments) {
        return (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
    }

    private static Object invoke(KafkaConsumer<?, ?> consumer, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
