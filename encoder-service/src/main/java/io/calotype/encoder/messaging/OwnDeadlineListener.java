package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.UnreadableRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads every prompt once more, at once, and keeps those in memory whose own deadline comes before the deployment's.
 *
 * <p>Their records are acknowledged when their deadlines are over, so another encoder reads them if this one dies. While they
 * take all the memory they may, no more are read: those behind end later, by the deployment's deadline at the latest.
 */
@ApplicationScoped
class OwnDeadlineListener {

    private final WaitingPrompts waiting;
    private final Duration longest;

    OwnDeadlineListener(DeadlineTimer timer, EncoderConfig config) {
        this.waiting = new WaitingPrompts(timer);
        this.longest = config.deadline();
    }

    @Incoming("own-deadlines")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        return Uni.createFrom()
                .item(() -> ReceivedRecord.of(message))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(record -> ownDeadline(record)
                        .map(deadline -> waiting.hold(message, record, deadline))
                        .orElseGet(() -> Uni.createFrom().completionStage(message::ack)))
                .subscribeAsCompletionStage();
    }

    private Optional<Instant> ownDeadline(ReceivedRecord record) {
        try {
            return PromptReader.read(record) instanceof Prompt prompt
                    ? Optional.ofNullable(prompt.request().deadline())
                            .filter(record.timestamp().plus(longest)::isAfter)
                    : Optional.empty();
        } catch (UnreadableRecord withoutDeadline) {
            return Optional.empty();
        }
    }
}
