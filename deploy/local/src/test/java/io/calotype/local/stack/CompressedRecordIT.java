package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record of a few kilobytes that fills its readers' memory must not get past the broker. */
class CompressedRecordIT {

    private static final int BOMB_BYTES = 64 << 20;
    private static final TopicPartition FIRST = new TopicPartition(Topics.PROMPTS, 0);

    @TempDir
    static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void start() {
        backbone = Backbone.start(folder, 0, 0, List.of("pictograms"));
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zstd", "gzip", "lz4"})
    void isRefusedByTheBrokerAndTheNextOneIsRead(String compression) throws Exception {
        try (var producer = producer(compression);
                var consumer = consumer()) {
            consumer.assign(List.of(FIRST));
            consumer.seekToEnd(List.of(FIRST));
            long before = consumer.position(FIRST);

            // When
            var bomb = producer.send(new ProducerRecord<>(Topics.PROMPTS, 0, null, new byte[BOMB_BYTES]));
            assertThatThrownBy(bomb::get).hasCauseInstanceOf(RecordTooLargeException.class);
            producer.send(new ProducerRecord<>(Topics.PROMPTS, 0, null, "canary".getBytes(StandardCharsets.UTF_8)))
                    .get();

            // Then
            assertThat(consumer.poll(Duration.ofSeconds(10)).records(FIRST))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).asString().isEqualTo("canary"))
                    .satisfies(record -> assertThat(record.offset()).isEqualTo(before));
        }
    }

    @Test
    void isTakenInWithoutItsCompressionWhereItFits() throws Exception {
        try (var producer = producer("zstd");
                var consumer = consumer()) {
            consumer.assign(List.of(FIRST));
            consumer.seekToEnd(List.of(FIRST));
            consumer.position(FIRST);

            // When
            producer.send(new ProducerRecord<>(Topics.PROMPTS, 0, null, new byte[1 << 20]))
                    .get();

            // Then
            assertThat(consumer.poll(Duration.ofSeconds(10)).records(FIRST))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).hasSize(1 << 20));
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String compression) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", backbone.kafka(),
                        "compression.type", compression,
                        "max.request.size", Integer.toString(2 * BOMB_BYTES),
                        "buffer.memory", Integer.toString(2 * BOMB_BYTES)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", backbone.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
