package io.calotype.gateway.messaging;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.messaging.kafka.CatchUp;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.cloudevents.CloudEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Records prompts, what is decided about them, progress and images in the book, from some time before the start of the gateway.
 *
 * <p>Every gateway reads all partitions and commits nothing. Unreadable records are skipped: reporting them is the stages' task.
 */
@ApplicationScoped
class TopicFollower {

    private static final Logger LOG = Logger.getLogger(TopicFollower.class);

    private final PromptBook book;
    private final CatchUp catchUp;
    private final Strays strays;

    TopicFollower(PromptBook book, CatchUp catchUp, Strays strays) {
        this.book = book;
        this.catchUp = catchUp;
        this.strays = strays;
    }

    @Incoming("followed")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> follow(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            enter(record);
        } catch (Refusal refusal) {
            LOG.debugf("record %s skipped: %s", record.position(), refusal.getMessage());
        }
        catchUp.noteRead(record);
        return message.ack();
    }

    private void enter(ReceivedRecord record) {
        switch (record.topic()) {
            case Topics.PROMPTS -> {
                var event = record.event(bare(record, EventTypes.PROMPT_REQUESTED));
                book.requested(Events.promptRequested(event), record.timestamp());
                strays.seen(event.getId(), event.getSource().toString());
            }
            case Topics.CANCELLATIONS ->
                book.decided(Events.promptDecision(
                        record.event(new Envelope.Bare(EventTypes.PROMPT_CANCELLED, record.promptId(), Owners.BARE))));
            case Topics.PROGRESS -> {
                var event = record.event(bare(record, EventTypes.IMAGE_PROGRESS));
                book.progressed(Events.imageProgress(event), record.offset(), record.timestamp());
            }
            case Topics.IMAGES -> {
                var event = record.event(bare(record, EventTypes.IMAGE_COMPLETED));
                ended(event, record.timestamp());
            }
            default -> LOG.debugf("record %s skipped: unexpected topic", record.position());
        }
    }

    private void ended(CloudEvent event, Instant at) {
        var outcome = Events.imageOutcome(event);
        if (Conflicts.isConflict(event)) {
            book.conflicted(outcome, event.getId());
        } else {
            book.ended(outcome, at);
        }
    }

    private static Envelope.Bare bare(ReceivedRecord record, String type) {
        return new Envelope.Bare(type, record.promptId(), "/" + record.topic());
    }
}
