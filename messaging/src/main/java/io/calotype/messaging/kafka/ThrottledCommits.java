package io.calotype.messaging.kafka;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.ContextHolder;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** SmallRye's throttled strategy, with committed offsets that are read when partitions are assigned, and polls that can rest. */
final class ThrottledCommits extends ContextHolder implements KafkaCommitHandler {

    private final KafkaThrottledLatestProcessedCommit throttled;
    private final KafkaConsumer<?, ?> consumer;
    private final AssignedOffsets offsets;
    private final Set<TopicPartition> held = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Cancellable pausedPolls;

    ThrottledCommits(
            Vertx vertx,
            KafkaThrottledLatestProcessedCommit throttled,
            KafkaConsumer<?, ?> consumer,
            AssignedOffsets offsets) {
        super(vertx, throttled.getTimeoutInMillis());
        this.throttled = throttled;
        this.consumer = consumer;
        this.offsets = offsets;
    }

    @Override
    public void capture(Context context) {
        super.capture(context);
        throttled.capture(context);
    }

    @Override
    public void capture(io.vertx.mutiny.core.Context context) {
        super.capture(context);
        throttled.capture(context);
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        held.addAll(partitions);
        if (pausedPolls == null) {
            pausedPolls = PausedPolls.watch(consumer);
        }
        offsets.assigned(consumer.unwrap(), partitions);
        throttled.partitionsAssigned(partitions);
    }

    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(held::remove);
        offsets.revoked(partitions);
        throttled.partitionsRevoked(partitions);
    }

    @Override
    public <K, V> Multi<IncomingKafkaRecord<K, V>> decorateStream(Multi<IncomingKafkaRecord<K, V>> consumed) {
        return throttled.decorateStream(consumed);
    }

    @Override
    public <K, V> Uni<IncomingKafkaRecord<K, V>> received(IncomingKafkaRecord<K, V> record) {
        return throttled.received(record);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        return throttled.handle(record);
    }

    /**
     * Closing the consumer comes next: it revokes the partitions, and that commits what is done. SmallRye's own way of ending forgets
     * what is done, or else first waits for records that this process has given back, and that nobody will end.
     */
    @Override
    public void terminate(boolean graceful) {
        if (pausedPolls != null) {
            pausedPolls.cancel();
        }
        if (held.isEmpty()) {
            throttled.terminate(false);
        }
    }
}
