package io.calotype.stage.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.kafka.TopicReadiness;
import io.calotype.messaging.kafka.TraceHeaders;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Publishes CloudEvents in binary mode; those that must not be lost are retried until the broker has them. */
@ApplicationScoped
public class Outbox {

    static final String EVENTS = "outbox";
    static final String PROGRESS = "progress";

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final MutinyEmitter<byte[]> events;
    private final MutinyEmitter<byte[]> progress;
    private final TopicReadiness topics;

    Outbox(
            @Channel(EVENTS) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> events,
            @Channel(PROGRESS) @OnOverflow(OnOverflow.Strategy.DROP) MutinyEmitter<byte[]> progress,
            TopicReadiness topics) {
        this.events = events;
        this.progress = progress;
        this.topics = topics;
    }

    /**
     * Checks that another pack's topic can be written, because {@link #publish} would wait for it without end.
     *
     * @throws Refusal UNKNOWN_MODEL if the topic is missing or may not be written
     */
    public void requireUsable(String topic) {
        topics.problem(topic).ifPresent(problem -> {
            var detail = "the model's topic " + topic + " " + problem;
            throw Refusal.of(ProblemType.UNKNOWN_MODEL, "model", detail);
        });
    }

    /**
     * Publishes an event.
     *
     * @return completes when all in-sync replicas have it, on a thread that may block; fails only for a record that no
     *     broker will take
     */
    public CompletionStage<Void> publish(String topic, String key, CloudEvent event, Context trace) {
        return send(message(topic, key, event, trace));
    }

    /** Publishes a record that has only headers; completes and fails as for an event. */
    CompletionStage<Void> publish(String topic, Headers headers) {
        return send(Message.of(new byte[0])
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(topic)
                        .withHeaders(headers)
                        .build()));
    }

    private CompletionStage<Void> send(Message<byte[]> message) {
        return events.sendMessage(message)
                .onFailure(failure -> !(failure instanceof RecordTooLargeException))
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribeAsCompletionStage();
    }

    /** Publishes progress without waiting; it is dropped while the broker does not keep up. */
    public void progress(ImageProgress step, Context trace) {
        progress.sendMessageAndForget(message(Topics.PROGRESS, step.id().toString(), Events.of(step), trace));
    }

    private static Message<byte[]> message(String topic, String key, CloudEvent event, Context trace) {
        var record = KafkaMessageFactory.<String>createWriter(topic, key).writeBinary(event);
        TraceHeaders.inject(trace, record.headers());
        return Message.of(record.value() == null ? new byte[0] : record.value())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(topic)
                        .withKey(key)
                        .withHeaders(record.headers())
                        .build());
    }
}
