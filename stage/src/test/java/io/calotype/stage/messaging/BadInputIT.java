package io.calotype.stage.messaging;

import static io.smallrye.reactive.messaging.kafka.reply.KafkaRequestReply.DEFAULT_REPLY_TOPIC_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad record gets one dead letter, and the next record of its partition is processed. */
@QuarkusTest
@TestProfile(EchoStage.Profile.class)
@WithTestResource(EmbeddedParts.class)
class BadInputIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Of a batch of one record with a short key. */
    private static final int OVERHEAD = 200;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    static Stream<Arguments> badRecords() {
        return Stream.of(
                Arguments.of("a tombstone", record(null)),
                Arguments.of("no bytes", record(new byte[0])),
                Arguments.of("headers without values", withNullHeaders(record("oops".getBytes(UTF_8)))),
                Arguments.of("the largest record", record(new byte[Limits.MAX_RECORD_BYTES - OVERHEAD])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRecords")
    void hasOneDeadLetterAndIsPassed(String name, ProducerRecord<String, byte[]> bad) throws Exception {
        // When
        RecordMetadata position;
        var canary = new ProducerRecord<>(EMBEDDINGS, 0, "canary-" + UUID.randomUUID(), "canary".getBytes(UTF_8));
        try (var producer = producer()) {
            position = producer.send(bad).get();
            producer.send(canary).get();
        }

        // Then
        probe.await(
                Topics.deadLetters(EMBEDDINGS), 1, SOON, letter -> canary.key().equals(letter.key()));
        var letters = probe.await(Topics.deadLetters(EMBEDDINGS), 1, SOON, letter -> isOf(position, letter));
        assertThat(letters).hasSize(1);
        assertThat(value(letters.get(0))).isEqualTo(value(bad.value()));
    }

    private static boolean isOf(RecordMetadata position, ConsumerRecord<String, byte[]> letter) {
        return header(letter, "dead-letter-offset").equals(Long.toString(position.offset()))
                && header(letter, "dead-letter-partition").equals(Integer.toString(position.partition()));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static int value(ConsumerRecord<String, byte[]> record) {
        return value(record.value());
    }

    /** A tombstone and no bytes are one and the same to the connector. */
    private static int value(byte[] bytes) {
        return bytes == null ? 0 : Arrays.hashCode(bytes.length == 0 ? null : bytes);
    }

    private static ProducerRecord<String, byte[]> record(byte[] value) {
        return new ProducerRecord<>(EMBEDDINGS, 0, "bad-" + UUID.randomUUID(), value);
    }

    private static ProducerRecord<String, byte[]> withNullHeaders(ProducerRecord<String, byte[]> record) {
        Stream.of("ce_id", "ce_type", "ce_dataref", "traceparent", "content-type", DEFAULT_REPLY_TOPIC_HEADER, "x")
                .forEach(name -> record.headers().add(name, null));
        return record;
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "max.request.size",
                        Integer.toString(2 * Limits.MAX_RECORD_BYTES)),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
