package io.calotype.stage.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectRefusedException;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Receives records that carry tensors, large ones by claim check. */
@ApplicationScoped
public class TensorReceiver {

    private static final Logger LOG = Logger.getLogger(TensorReceiver.class);

    private final ImageProtocol protocol;
    private final Claims claims;
    private final long claimLimit;

    TensorReceiver(ImageProtocol protocol, Claims claims, StageConfig config) {
        this.protocol = protocol;
        this.claims = claims;
        this.claimLimit = config.claimLimit();
    }

    /**
     * Works on the tensors of a record, as {@link ImageProtocol} says. A claim-checked value is removed once the work's effect
     * is durable or the image has ended; a record whose claim is gone was therefore worked on before.
     *
     * @throws UnreadableRecord when the record holds no image's tensors, or its key, subject or claim names another image
     */
    public CompletionStage<Outcome> receive(Delivery delivery, TensorWork work) {
        var record = delivery.record();
        var claim = claim(record);
        if (claim.isEmpty()) {
            return work(delivery, parse(record, record.value()), work);
        }
        var image = owner(record);
        var value = fetch(claim.get(), image, record);
        if (value.isEmpty()) {
            LOG.warnf("record %s: its claim is gone, so it was processed before", record.position());
            var again = Delivery.repeated(record);
            return protocol.work(again, named(record), open -> CompletableFuture.completedFuture(null));
        }
        return work(delivery, parse(record, value.get()), work).thenApply(outcome -> {
            claims.release(claim.get(), image);
            return outcome;
        });
    }

    /** Tells whether a record's tensors are in the object store, which has them until the record's work is done. */
    public static boolean isClaimed(ReceivedRecord record) {
        return claim(record).isPresent();
    }

    private CompletionStage<Outcome> work(Delivery delivery, ImageTensors tensors, TensorWork work) {
        var one = new OneImage(work, tensors, delivery);
        return protocol.work(delivery, List.of(tensors.task().image()), one);
    }

    private record OneImage(TensorWork work, ImageTensors tensors, Delivery delivery) implements ImageWork {
        @Override
        public CompletionStage<Void> make(List<RequestedImage> open) {
            return work.make(tensors, delivery);
        }

        @Override
        public void ended(RequestedImage image, ImageEnd end) {
            work.ended(tensors, end);
        }
    }

    private static Optional<Claim> claim(ReceivedRecord record) {
        try {
            return Claim.of(record.headers());
        } catch (UnreadableRecord unreadable) {
            throw new UnreadableRecord(unreadable.problem(), named(record));
        }
    }

    private static ImageId owner(ReceivedRecord record) {
        return named(record).stream()
                .map(RequestedImage::id)
                .findFirst()
                .orElseThrow(() -> new UnreadableRecord("its key names no image, so its claim is nobody's"));
    }

    private Optional<byte[]> fetch(Claim claim, ImageId image, ReceivedRecord record) {
        try {
            return claims.fetch(claim, image, claimLimit);
        } catch (ObjectRefusedException refused) {
            var detail = "its tensors cannot be read: " + refused.getMessage();
            throw new UnreadableRecord(new Problem(ProblemType.INTERNAL, detail, null, null), named(record));
        } catch (UnreadableRecord unreadable) {
            throw new UnreadableRecord(unreadable.problem(), named(record));
        }
    }

    private static ImageTensors parse(ReceivedRecord record, byte[] value) {
        try {
            var tensors = ImageTensors.parse(ByteBuffer.wrap(value));
            requireNames(record, tensors.task().id());
            return tensors;
        } catch (Refusal refusal) {
            throw new UnreadableRecord(refusal.problem(), named(record));
        }
    }

    /** A record that names another image would be out of its order, and could end that image. */
    private static void requireNames(ReceivedRecord record, ImageId id) {
        requireSame("key", record.key(), id);
        var subject = record.headers().lastHeader("ce_subject");
        requireSame("subject", subject == null ? null : new String(subject.value(), StandardCharsets.UTF_8), id);
    }

    private static void requireSame(String what, @Nullable String named, ImageId id) {
        if (named != null && !named.equals(id.toString())) {
            throw new UnreadableRecord("its " + what + " names another image than its tensors");
        }
    }

    /** The image that the record's key names, if any; its request is unknown. */
    private static List<RequestedImage> named(ReceivedRecord record) {
        if (record.key() == null) {
            return List.of();
        }
        try {
            var id = ImageId.parse(record.key());
            return List.of(new RequestedImage(id, Origin.of(id.promptId(), Events.SOURCE), null));
        } catch (Refusal notAnId) {
            return List.of();
        }
    }
}
