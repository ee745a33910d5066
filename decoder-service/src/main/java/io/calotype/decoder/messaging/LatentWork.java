package io.calotype.decoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.problem.Refusal;
import io.calotype.decoder.store.ImageStore;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.TensorRecords;
import io.calotype.stage.messaging.UnreadableRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * What the decoder does with a record: latents it develops, a cancelled image it declares so.
 *
 * <p>Both terminal states are decided here, in the order of the records, so that no image gets both.
 */
@ApplicationScoped
class LatentWork implements StageWork {

    private static final Envelope.Bare BARE = new Envelope.Bare(EventTypes.IMAGE_CANCELLED, "cancelled", Events.SOURCE);

    private static final Logger LOG = Logger.getLogger(LatentWork.class);

    private final TensorRecords records;
    private final Development development;
    private final ImageStore store;
    private final Outbox outbox;

    LatentWork(TensorRecords records, Development development, ImageStore store, Outbox outbox) {
        this.records = records;
        this.development = development;
        this.store = store;
        this.outbox = outbox;
    }

    @Override
    public CompletionStage<Void> process(ReceivedRecord record) {
        return switch (type(record)) {
            case EventTypes.IMAGE_DENOISED ->
                records.receive(record, tensors -> {
                    var completed = development.develop(tensors, record);
                    return outbox.completed(completed, record.trace());
                });
            case EventTypes.IMAGE_CANCELLED -> cancel(cancelled(record), record);
            default ->
                throw new UnreadableRecord(
                        "its type is neither " + EventTypes.IMAGE_DENOISED + " nor " + EventTypes.IMAGE_CANCELLED,
                        null);
        };
    }

    /** A record without attributes, such as one replayed from a dump of values, can only be latents. */
    private static String type(ReceivedRecord record) {
        var header = record.headers().lastHeader("ce_type");
        return header == null || header.value() == null ? EventTypes.IMAGE_DENOISED : new String(header.value(), UTF_8);
    }

    private static ImageCancelled cancelled(ReceivedRecord record) {
        try {
            return Events.imageCancelled(record.event(BARE));
        } catch (Refusal refusal) {
            throw new UnreadableRecord(refusal.problem().detail(), null);
        }
    }

    /** A picture that is stored was completed before, or will be when its record comes again: then it is too late. */
    private CompletionStage<Void> cancel(ImageCancelled cancelled, ReceivedRecord record) {
        if (store.holds(cancelled.id())) {
            LOG.debugf("imageId=%s is stored already and stays completed", cancelled.id());
            return CompletableFuture.completedFuture(null);
        }
        return outbox.cancelled(cancelled, record.trace());
    }
}
