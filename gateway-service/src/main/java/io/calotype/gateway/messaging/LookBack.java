package io.calotype.gateway.messaging;

import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.kafka.SeekToTimes;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Begins the topics that the gateway follows at a time, so that a start does not read what nobody asks for any more. */
@ApplicationScoped
@Identifier("look-back")
class LookBack implements KafkaConsumerRebalanceListener {

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
        SeekToTimes.seek(consumer, since);
    }

    private Duration lookBack(TopicPartition partition) {
        return partition.topic().equals(Topics.PROGRESS) ? config.progressLookBack() : config.lookBack();
    }
}
