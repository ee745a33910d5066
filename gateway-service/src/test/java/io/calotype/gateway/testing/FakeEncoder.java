package io.calotype.gateway.testing;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.TopicProbe;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Answers every question on the topics what a text means, also one that is asked again. */
public final class FakeEncoder implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final Function<String, UnitVector> meanings;
    private final Thread thread = new Thread(this::answerAll, "fake-encoder");
    private volatile boolean stopping;

    public FakeEncoder(String bootstrapServers, Function<String, UnitVector> meanings) {
        this.bootstrapServers = bootstrapServers;
        this.meanings = meanings;
        thread.start();
    }

    private void answerAll() {
        var settings = Map.<String, Object>of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        try (var probe = new TopicProbe(bootstrapServers);
                var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(Topics.TEXTS).stream()
                    .map(partition -> new TopicPartition(Topics.TEXTS, partition.partition()))
                    .toList());
            while (!stopping) {
                consumer.poll(POLL).forEach(record -> answer(question(record.value()), probe));
            }
        }
    }

    private void answer(TextRequested question, TopicProbe probe) {
        var tokens = List.of("[CLS]", question.text(), "[SEP]");
        var meaning = meanings.apply(question.text());
        var answer = new TextEmbedded(question.id(), question.model(), "digest", tokens, meaning);
        probe.send(KafkaMessageFactory.<String>createWriter(Topics.TEXTS_EMBEDDED, answer.id())
                .writeBinary(Events.of(answer)));
    }

    private static TextRequested question(byte[] value) {
        var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, "question", "/test");
        return Events.textRequested(Envelope.read(Map.of(), value, bare));
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
