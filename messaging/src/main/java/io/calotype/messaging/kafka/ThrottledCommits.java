package io.calotype.messaging.kafka;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.ContextHolder;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.commit.KafkaThrottledLatestProcessedCommit;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** SmallRye's throttled strategy, with committed offsets that are read when partitions are assigned. */
final class ThrottledCommits extends ContextHolder implements KafkaCommitHandler {

    private final KafkaThrottledLatestProcessedCommit throttled;
    private final KafkaConsumer<?, ?> consumer;
    private final AssignedOffsets offsets;

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
        offsets.assigned(consumer.unwrap(), partitions);
        throttled.partitionsAssigned(partitions);
    }

    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
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

    @Override
    public void terminate(boolean graceful) {
        throttled.terminate(graceful);
    }
}
