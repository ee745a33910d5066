package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.TextEmbedded;
import io.calotype.contracts.event.TextRequested;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.text.PackText;
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
 * Answers with the embedding of a text by this process's pack.
 *
 * <p>A question about another pack is for the encoders of that one, which read the same topic; a question that waited for
 * longer than its sender waits is skipped.
 */
@ApplicationScoped
class TextWork implements StageWork {

    private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);

    private final ModelPack pack;
    private final PackText text;
    private final Outbox outbox;
    private final BrokerClock broker = new BrokerClock(Clock.systemUTC());

    TextWork(ModelPack pack, PackText text, Outbox outbox) {
        this.pack = pack;
        this.text = text;
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
        return outbox.publish(Topics.TEXTS_EMBEDDED, asked.id(), Events.of(answer(asked)), record.trace())
                .thenApply(answered -> Outcome.DONE);
    }

    private TextEmbedded answer(TextRequested asked) {
        var embedding = text.embed(asked.text());
        var direction = UnitVector.of("embedding", embedding.pooled())
                .orElseThrow(() -> new UnreadableRecord("its text has no embedding in " + pack.name()));
        return new TextEmbedded(
                asked.id(), pack.name(), pack.digest(), embedding.tokens().shown(), direction);
    }

    private static TextRequested read(ReceivedRecord record) {
        var id = record.key() == null ? record.position() : record.key();
        try {
            var bare = new Envelope.Bare(EventTypes.TEXT_REQUESTED, id, "/" + record.topic());
            return Events.textRequested(record.event(bare));
        } catch (Refusal refusal) {
            throw new UnreadableRecord(refusal.problem().detail());
        }
    }
}
