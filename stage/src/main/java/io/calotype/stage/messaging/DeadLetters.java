package io.calotype.stage.messaging;

import static io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue.DEAD_LETTER_OFFSET;
import static io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue.DEAD_LETTER_PARTITION;
import static io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue.DEAD_LETTER_REASON;
import static io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue.DEAD_LETTER_TOPIC;
import static io.smallrye.reactive.messaging.kafka.reply.KafkaRequestReply.DEFAULT_REPLY_TOPIC_HEADER;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.ReceivedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Makes sure that every record that is refused gets its dead letter. */
@ApplicationScoped
class DeadLetters {

    private final Outbox outbox;

    DeadLetters(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * The same message; if the topic of dead letters refuses the record, its letter has headers alone, which say where the
     * record is.
     */
    Message<byte[]> assured(Message<byte[]> message, ReceivedRecord record) {
        return message.withNackWithMetadata((reason, metadata) -> {
            removeReplyTopicWithoutValue(record.headers());
            return message.nack(reason, metadata).exceptionallyCompose(failure -> withoutRecord(
                            record, reason.getMessage() + "; " + failure.getMessage())
                    .thenCompose(written -> message.ack()));
        });
    }

    /** The connector reads the header without asking for null, and would never again write a dead letter in this process. */
    private static void removeReplyTopicWithoutValue(Headers headers) {
        var replyTopic = headers.lastHeader(DEFAULT_REPLY_TOPIC_HEADER);
        if (replyTopic != null && replyTopic.value() == null) {
            headers.remove(DEFAULT_REPLY_TOPIC_HEADER);
        }
    }

    private CompletionStage<Void> withoutRecord(ReceivedRecord record, String reason) {
        var headers = new RecordHeaders();
        add(headers, DEAD_LETTER_REASON, reason);
        add(headers, DEAD_LETTER_TOPIC, record.topic());
        add(headers, DEAD_LETTER_PARTITION, Integer.toString(record.partition()));
        add(headers, DEAD_LETTER_OFFSET, Long.toString(record.offset()));
        return outbox.publish(Topics.deadLetters(record.topic()), headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
