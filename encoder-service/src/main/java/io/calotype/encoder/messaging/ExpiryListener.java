package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.ReceivedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads every prompt a second time when the deployment's deadline is over, in the order in which they were written.
 *
 * <p>The encoders of all packs share the work, as one consumer group; its committed offset is all the memory there is.
 */
@ApplicationScoped
class ExpiryListener {

    private final DeadlineTimer timer;
    private final Duration deadline;

    ExpiryListener(DeadlineTimer timer, EncoderConfig config) {
        this.timer = timer;
        this.deadline = config.deadline();
    }

    @Incoming("deadlines")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        return timer.expire(message, record, record.timestamp().plus(deadline)).subscribeAsCompletionStage();
    }
}
