package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.ReceivedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads every prompt a second time, and ends its images when the deployment's deadline is over.
 *
 * <p>Prompts that are not due wait in memory. If they were read one by one, one that was written a moment ago would keep those of
 * the other partitions waiting, which are due earlier. What is overdue after an outage is ended one by one.
 *
 * <p>The encoders of all packs share the work, as one consumer group; its committed offset is all the memory there is.
 */
@ApplicationScoped
class ExpiryListener {

    private final DeadlineTimer timer;
    private final WaitingPrompts waiting;
    private final Duration deadline;

    ExpiryListener(DeadlineTimer timer, EncoderConfig config) {
        this.timer = timer;
        this.waiting = new WaitingPrompts(timer);
        this.deadline = config.deadline();
    }

    @Incoming("deadlines")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        var due = record.timestamp().plus(deadline);
        var handled =
                due.isAfter(Instant.now()) ? waiting.hold(message, record, due) : timer.expire(message, record, due);
        return handled.subscribeAsCompletionStage();
    }
}
