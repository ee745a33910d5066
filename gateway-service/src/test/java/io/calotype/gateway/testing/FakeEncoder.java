package io.calotype.gateway.testing;

import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PictureEmbedded;
import io.calotype.contracts.event.PictureRequested;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.TopicProbe;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Answers every question on the topics what a text means, also one that is asked again; a picture shows what its name says, {@code
 * inputs/apple.png} an apple, and {@code inputs/broken.png} is none.
 */
public final class FakeEncoder implements AutoCloseable {

    private static final Problem BROKEN =
            new Problem(ProblemType.INVALID_PARAMETER, "picture cannot be read as PNG", null, "picture");
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
                consumer.poll(POLL).forEach(record -> answer(question(record), probe));
            }
        }
    }

    private void answer(EmbeddingQuestion question, TopicProbe probe) {
        var answer = question instanceof PictureRequested picture ? shown(picture) : meant((TextRequested) question);
        probe.send(KafkaMessageFactory.<String>createWriter(Topics.TEXTS_EMBEDDED, answer.id())
                .writeBinary(Events.of(answer)));
    }

    private TextEmbedded meant(TextRequested question) {
        var tokens = List.of("[CLS]", question.text(), "[SEP]");
        var meaning = meanings.apply(question.text());
        return new TextEmbedded(question.id(), question.model(), "digest", tokens, meaning);
    }

    private PictureEmbedded shown(PictureRequested question) {
        var word = question.picture().objectKey().replaceAll("^(?:inputs/|images/[^-]*-)|(?:/0)?[.]png$", "");
        return word.equals("broken")
                ? new PictureEmbedded(question.id(), question.model(), "digest", null, BROKEN)
                : new PictureEmbedded(question.id(), question.model(), "digest", meanings.apply(word), null);
    }

    private static EmbeddingQuestion question(ConsumerRecord<String, byte[]> record) {
        var bare = new Envelope.Bare(TopicProbe.header(record, "ce_type"), "question", "/test");
        return Events.embeddingQuestion(Envelope.read(Map.of(), record.value(), bare));
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
