package io.calotype.encoder.messaging;

import io.calotype.messaging.kafka.SeekToTimes;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Begins topics at the start of this process, however long it takes to be assigned their partitions. */
@ApplicationScoped
@Identifier("since-start")
class SinceStart implements KafkaConsumerRebalanceListener {

    private static final Duration MARGIN = Duration.ofMinutes(5); // the brokers' clocks are others

    private final long start = System.currentTimeMillis() - MARGIN.toMillis();

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        SeekToTimes.seek(
                consumer, partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> start)));
    }
}
