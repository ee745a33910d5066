package io.calotype.local.stack;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A system of somebody else that knows Kafka and the form of the events, and nothing of Calotype's code. */
final class OutsideProducer implements AutoCloseable {

    private static final String PROMPTS = "calotype.prompts";

    private final KafkaProducer<String, String> producer;

    OutsideProducer(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** A prompt as a CloudEvent in binary mode. */
    RecordMetadata binary(String id, String json) {
        return send(event(PROMPTS, id, "io.calotype.prompt.requested.v1", json));
    }

    /** The same, from another source. */
    RecordMetadata binary(String id, String source, String json) {
        var record = event(PROMPTS, id, "io.calotype.prompt.requested.v1", json);
        record.headers().remove("ce_source");
        return send(with(record, "ce_source", source));
    }

    /** A prompt as a CloudEvent in structured mode. */
    RecordMetadata structured(String id, String subject, String json) {
        var event = """
                {"specversion":"1.0","id":"%s","source":"https://shop.example/orders","subject":"%s",
                 "type":"io.calotype.prompt.requested.v1","datacontenttype":"application/json","data":%s}""".formatted(id, subject, json);
        var record = new ProducerRecord<>(PROMPTS, id, event);
        return send(with(record, "content-type", "application/cloudevents+json; charset=UTF-8"));
    }

    /** A value as it is, without headers, as a console producer writes it. */
    RecordMetadata bare(String key, String value) {
        return send(new ProducerRecord<>(PROMPTS, key, value));
    }

    /** Cancels a prompt. */
    RecordMetadata cancel(String promptId) {
        return decide("cancelled", promptId);
    }

    /** Cancels a prompt of another source, in its name. */
    RecordMetadata cancel(String promptId, String source) {
        var record = decision("cancelled", promptId);
        record.headers().remove("ce_source");
        return send(with(record, "ce_source", source));
    }

    /** Pauses a prompt. */
    RecordMetadata pause(String promptId) {
        return decide("paused", promptId);
    }

    /** Has a paused prompt go on. */
    RecordMetadata resume(String promptId) {
        return decide("resumed", promptId);
    }

    /** Has all images of a prompt erased. */
    RecordMetadata erase(String promptId) {
        return send(event(
                "calotype.erasures",
                promptId,
                "io.calotype.erasure.requested.v1",
                "{\"prompt_id\":\"" + promptId + "\"}"));
    }

    private RecordMetadata decide(String decision, String promptId) {
        return send(decision(decision, promptId));
    }

    private static ProducerRecord<String, String> decision(String decision, String promptId) {
        return event(
                "calotype.cancellations",
                promptId,
                "io.calotype.prompt." + decision + ".v1",
                "{\"prompt_id\":\"" + promptId + "\"}");
    }

    private static ProducerRecord<String, String> event(String topic, String id, String type, String json) {
        var record = new ProducerRecord<>(topic, id, json);
        with(record, "ce_specversion", "1.0");
        with(record, "ce_id", id);
        with(record, "ce_source", "https://shop.example/orders");
        with(record, "ce_type", type);
        return with(record, "content-type", "application/json");
    }

    private static ProducerRecord<String, String> with(
            ProducerRecord<String, String> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private RecordMetadata send(ProducerRecord<String, String> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
