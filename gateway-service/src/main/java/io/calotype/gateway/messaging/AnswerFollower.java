package io.calotype.gateway.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.kafka.ReceivedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Hears what the encoders answer; every gateway reads all answers, from now on. */
@ApplicationScoped
class AnswerFollower {

    private static final Logger LOG = Logger.getLogger(AnswerFollower.class);

    private final EmbeddingQuestions questions;

    AnswerFollower(EmbeddingQuestions questions) {
        this.questions = questions;
    }

    @Incoming("answers")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> answer(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            var bare = new Envelope.Bare(EventTypes.TEXT_EMBEDDED, record.position(), "/" + record.topic());
            questions.answered(Events.embeddingAnswer(record.event(bare)));
        } catch (Refusal refusal) {
            LOG.debugf("record %s skipped: %s", record.position(), refusal.getMessage());
        }
        return message.ack();
    }
}
