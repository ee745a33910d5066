package io.calotype.messaging.kafka;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.cloudevents.CloudEvent;
import io.opentelemetry.context.Context;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it was received; its value is the record's own array and must not be changed.
 *
 * @param timestamp when the record was written
 * @param trace the trace that the record belongs to
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of every value would cost more than the rule protects
public record ReceivedRecord(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String key,
        Headers headers,
        byte[] value,
        Context trace) {

    /** The record of a message; a record without a value counts as empty. */
    public static ReceivedRecord of(Message<byte[]> message) {
        var metadata = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalArgumentException("not a message of the Kafka connector"));
        var value = (byte @Nullable []) message.getPayload();
        var key = (@Nullable Object) metadata.getKey();
        return new ReceivedRecord(
                metadata.getTopic(),
                metadata.getPartition(),
                metadata.getOffset(),
                metadata.getTimestamp(),
                key == null ? null : key.toString(),
                metadata.getHeaders(),
                value == null ? new byte[0] : value,
                TraceHeaders.extract(metadata.getHeaders()));
    }

    /** The same record, as part of another span. */
    public ReceivedRecord within(Context span) {
        return new ReceivedRecord(topic, partition, offset, timestamp, key, headers, value, span);
    }

    /**
     * The event that the record is, in whichever form it came.
     *
     * @param bare what a bare JSON object becomes
     * @throws Refusal that names what is wrong
     */
    public CloudEvent event(Envelope.Bare bare) {
        var texts = new HashMap<String, String>();
        for (var header : headers) {
            if (header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return Envelope.read(texts, value, bare);
    }

    /** Tells whether the record is an event, in binary mode, whose extension attribute of that name is {@code true}. */
    public boolean isMarked(String extension) {
        var header = headers.lastHeader("ce_" + extension);
        return header != null
                && header.value() != null
                && "true".equals(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** The id of a bare JSON prompt: the record's key, or else its position, which a redelivery has as well. */
    public String promptId() {
        return key != null && ImageId.isPromptId(key) ? key : position() + "-" + timestamp.toEpochMilli();
    }

    /** The record's position, {@code topic-partition-offset}. */
    public String position() {
        return topic + "-" + partition + "-" + offset;
    }
}
