package io.calotype.local.prompt;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.failure.LocalFailure;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends prompts as binary CloudEvents and reads their events; uses Kafka alone. */
public final class PromptChannel implements AutoCloseable {

    private static final Duration SHORT_FETCH_WAIT =
            Duration.ofMillis(50); // a consumer that closes waits for its last fetch
    private static final Duration DEFAULT_FETCH_WAIT = Duration.ofMillis(500); // Kafka's

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;

    private PromptChannel(KafkaProducer<String, byte[]> producer, KafkaConsumer<String, byte[]> consumer) {
        this.producer = producer;
        this.consumer = consumer;
    }

    /** Connects, and reads every event written from now on. */
    public static PromptChannel open(String bootstrapServers) {
        return open(bootstrapServers, List.of(Topics.IMAGES, Topics.PROGRESS), SHORT_FETCH_WAIT);
    }

    /** Connects for longer, and reads every event written from now on but those of progress. */
    public static PromptChannel withoutProgress(String bootstrapServers) {
        return open(bootstrapServers, List.of(Topics.IMAGES), DEFAULT_FETCH_WAIT);
    }

    private static PromptChannel open(String bootstrapServers, List<String> topics, Duration fetchWait) {
        var channel = new PromptChannel(
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "linger.ms",
                                "0",
                                "max.block.ms",
                                "20000"),
                        new StringSerializer(),
                        new ByteArraySerializer()),
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "enable.auto.commit",
                                "false",
                                "isolation.level",
                                "read_committed",
                                "fetch.max.wait.ms",
                                Long.toString(fetchWait.toMillis())),
                        new StringDeserializer(),
                        new ByteArrayDeserializer()));
        try {
            channel.listenFromNow(topics);
            return channel;
        } catch (KafkaException e) {
            channel.close();
            throw new LocalFailure("Kafka at " + bootstrapServers + " does not answer: " + e.getMessage(), e);
        }
    }

    private void listenFromNow(List<String> topics) {
        var partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // seekToEnd is lazy: only asking fixes the positions before the prompt is sent.
        partitions.forEach(consumer::position);
    }

    /** Sends a prompt and waits until the broker has it. */
    public void send(PromptRequested prompt) {
        send(Topics.PROMPTS, prompt.origin().promptId(), Events.of(prompt));
    }

    /** Publishes what was decided about a prompt, and waits until the broker has it. */
    public void decide(PromptDecision decision) {
        send(Topics.CANCELLATIONS, decision.promptId(), Events.of(decision));
    }

    private void send(String topic, String key, CloudEvent event) {
        ProducerRecord<String, byte[]> record =
                KafkaMessageFactory.createWriter(topic, key).writeBinary(event);
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new LocalFailure("The broker did not take the event: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    /** Returns new events of a prompt's images, waiting at most {@code patience} for the first. */
    public List<CloudEvent> poll(String promptId, Duration patience) {
        return poll(key -> key.startsWith(promptId + "/"), patience);
    }

    /** Returns new events of images whose ids are asked for, waiting at most {@code patience} for the first. */
    public List<CloudEvent> poll(Predicate<String> imageIds, Duration patience) {
        var events = new ArrayList<CloudEvent>();
        for (var record : consumer.poll(patience)) {
            if (record.key() != null && imageIds.test(record.key())) {
                readInto(events, record);
            }
        }
        return events;
    }

    private static void readInto(List<CloudEvent> events, ConsumerRecord<String, byte[]> record) {
        try {
            events.add(KafkaMessageFactory.createReader(record).toEvent());
        } catch (CloudEventRWException e) {
            // Not an event, and so not about this prompt's images.
            return;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
