package io.calotype.gateway.testing;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.stage.testing.TopicProbe;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Answers on the topics what texts mean. */
public final class FakeEncoder implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TopicProbe probe;
    private final Set<String> answered = new HashSet<>();

    public FakeEncoder(String bootstrapServers) {
        probe = new TopicProbe(bootstrapServers);
    }

    /** Waits for a question about a text and answers it. */
    public void answer(String text, UnitVector meaning) {
        var question = probe.await(Topics.TEXTS, 1, LIMIT, record -> isOpen(record, text)).stream()
                .map(FakeEncoder::question)
                .findFirst()
                .orElseThrow();
        answered.add(question.id());
        var answer =
                new TextEmbedded(question.id(), question.model(), "digest", List.of("[CLS]", text, "[SEP]"), meaning);
        probe.send(KafkaMessageFactory.<String>createWriter(Topics.TEXTS_EMBEDDED, answer.id())
                .writeBinary(Events.of(answer)));
    }

    private boolean isOpen(ConsumerRecord<String, byte[]> record, String text) {
        return !answered.contains(record.key()) && question(record).text().equals(text);
    }

    private static TextRequested question(ConsumerRecord<String, byte[]> record) {
        var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, "question", "/test");
        return Events.textRequested(Envelope.read(Map.of(), record.value(), bare));
    }

    @Override
    public void close() {
        probe.close();
    }
}
