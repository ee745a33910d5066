package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The largest record that the front door takes, all of it empty headers, which take fifty times as much memory. */
@Tag("alone")
class ManyHeadersIT {

    private static final int HEADERS = (Limits.MAX_EVENT_RECORD_BYTES - 200) / 2;
    private static final String PROMPT = "{\"prompt\":\"a cat\",\"seed\":1,\"steps\":1,\"width\":64,\"height\":64}";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final WholeStack stack = WholeStack.running();

    @Test
    void areOneDeadLetterAndTheNextPromptOfThePartitionIsDrawn() throws Exception {
        try (var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.deadLetters(Topics.PROMPTS));
                var producer = producer()) {
            int deaths = stack.deaths();
            // When
            var bomb = producer.send(manyHeaders()).get();
            producer.send(new ProducerRecord<>(Topics.PROMPTS, 0, "canary-1", PROMPT.getBytes(StandardCharsets.UTF_8)))
                    .get();
            // Then
            reader.awaitImages(1, SOON, "canary-1/");
            assertThat(reader.after(Duration.ofSeconds(2), letter -> isOf(bomb, letter)))
                    .hasSize(1);
            assertThat(stack.deaths()).isEqualTo(deaths);
        }
    }

    private static boolean isOf(RecordMetadata bomb, ConsumerRecord<String, byte[]> letter) {
        return letter.topic().endsWith(".dlq")
                && TopicReader.header(letter, "dead-letter-partition").equals("0")
                && TopicReader.header(letter, "dead-letter-offset").equals(Long.toString(bomb.offset()));
    }

    private static ProducerRecord<String, byte[]> manyHeaders() {
        var record = new ProducerRecord<>(Topics.PROMPTS, 0, "many-headers", new byte[0]);
        for (int i = 0; i < HEADERS; i++) {
            record.headers().add("", new byte[0]);
        }
        return record;
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafka(),
                        "max.request.size",
                        Integer.toString(Limits.MAX_RECORD_BYTES)),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
