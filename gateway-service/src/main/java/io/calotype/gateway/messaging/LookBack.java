package io.calotype.gateway.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.config.GatewayConfig;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Begins the topics that the gateway follows at a time, so that a start does not read what nobody asks for any more. */
@ApplicationScoped
@Identifier("look-back")
class LookBack implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(LookBack.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GatewayConfig config;

    LookBack(GatewayConfig config) {
        this.config = config;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var since = new HashMap<TopicPartition, Long>();
        var now = Instant.now();
        partitions.forEach(
                partition -> since.put(partition, now.minus(lookBack(partition)).toEpochMilli()));
        try {
            seek(consumer, since);
        } catch (KafkaException e) {
            LOG.warnf("the topics are read from their beginning: %s", e.getMessage());
        }
    }

    private static void seek(Consumer<?, ?> consumer, Map<TopicPartition, Long> since) {
        var ends = consumer.endOffsets(since.keySet(), PATIENCE);
        consumer.offsetsForTimes(since, PATIENCE).forEach((partition, found) -> {
            // Where every record is older there is nothing to begin at but the end.
            long offset = found == null ? ends.getOrDefault(partition, 0L) : found.offset();
            consumer.seek(partition, offset);
        });
    }

    private Duration lookBack(TopicPartition partition) {
        return partition.topic().equals(Topics.PROGRESS) ? config.progressLookBack() : config.lookBack();
    }
}
