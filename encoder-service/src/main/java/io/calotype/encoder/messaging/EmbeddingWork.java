package io.calotype.encoder.messaging;

import io.calotype.contracts.event.EmbeddingQuestion;
import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.UnreadableRecord;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers with the embedding of a text or a picture by this process's pack.
 *
 * <p>A question about another pack is for the encoders of that one, which read the same topic; a question that waited for
 * longer than its sender waits is skipped.
 */
@ApplicationScoped
class EmbeddingWork implements StageWork {

    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);

    private final ModelPack pack;
    private final EmbeddingAnswers answers;
    private final Outbox outbox;
    private final BrokerClock broker = new BrokerClock(Clock.systemUTC());

    EmbeddingWork(ModelPack pack, EmbeddingAnswers answers, Outbox outbox) {
        this.pack = pack;
        this.answers = answers;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Outcome> process(Delivery delivery) {
        var record = delivery.record();
        var asked = read(record);
        boolean isLate = broker.ageOf(record.timestamp()).compareTo(ANSWERED_WITHIN) > 0;
        if (isLate || !asked.model().equals(pack.name())) {
            return CompletableFuture.completedFuture(Outcome.DONE);
        }
        return outbox.publish(Topics.TEXTS_EMBEDDED, asked.id(), Events.of(answers.to(asked)), record.trace())
                .thenApply(answered -> Outcome.DONE);
    }

    private static EmbeddingQuestion read(ReceivedRecord record) {
        var id = record.key() == null ? record.position() : record.key();
        try {
            var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, id, "/" + record.topic());
            return Events.embeddingQuestion(record.event(bare));
        } catch (Refusal refusal) {
            throw new UnreadableRecord(refusal.problem().detail());
        }
    }
}
