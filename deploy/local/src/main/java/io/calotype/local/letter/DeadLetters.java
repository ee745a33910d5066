package io.calotype.local.letter;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.letter.DeadLetter.Place;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of dead letters of a cluster. */
public final class DeadLetters implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OURS = "calotype\\.[A-Za-z0-9._-]+\\.dlq";

    private final Map<String, Object> client;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private DeadLetters(Map<String, Object> client, KafkaConsumer<byte[], byte[]> consumer) {
        this.client = client;
        this.consumer = consumer;
    }

    /** Connects with the settings of a Kafka client; joins no group and commits nothing. */
    public static DeadLetters open(Map<String, Object> client) {
        var settings = new HashMap<>(client);
        settings.put("enable.auto.commit", "false");
        settings.put("max.poll.records", "100");
        settings.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        try {
            var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return new DeadLetters(client, consumer);
        } catch (KafkaException e) {
            throw new LocalFailure("Cannot connect to Kafka", e);
        }
    }

    /** Hands over every letter that is there now, oldest first within a partition. */
    public void forEach(Consumer<DeadLetter> reader) {
        try {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(partition -> partition.topic().matches(OURS))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .sorted((one, other) -> one.toString().compareTo(other.toString()))
                    .toList();
            partitions.forEach(partition -> read(partition, reader));
        } catch (KafkaException e) {
            throw new LocalFailure("Cannot read the dead letters", e);
        }
    }

    private void read(TopicPartition partition, Consumer<DeadLetter> reader) {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < end) {
            consumer.poll(PATIENCE).forEach(record -> reader.accept(new DeadLetter(record)));
        }
    }

    /** The letter at a place. */
    public DeadLetter at(Place place) {
        var partition = new TopicPartition(place.topic(), place.partition());
        try {
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.offset());
            for (var record : consumer.poll(PATIENCE)) {
                if (record.offset() == place.offset()) {
                    return new DeadLetter(record);
                }
            }
        } catch (KafkaException e) {
            throw new LocalFailure("Cannot read " + place, e);
        }
        throw new LocalFailure("There is no letter at " + place);
    }

    /** Sends letters back to the topics that they came from, as the records that they were; they stay letters too. */
    public void redrive(Collection<DeadLetter> letters) {
        var settings = new HashMap<>(client);
        settings.put("acks", "all");
        settings.put("max.request.size", Integer.toString(Integer.MAX_VALUE)); // the topic has its own limit
        settings.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var letter : letters) {
                producer.send(letter.original()).get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new LocalFailure("The broker did not take a letter", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
