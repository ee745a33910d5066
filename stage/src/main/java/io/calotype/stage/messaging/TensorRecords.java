package io.calotype.stage.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.telemetry.StageMetrics;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends and receives records that carry tensors, large ones by claim check. */
@ApplicationScoped
public class TensorRecords {

    private static final Logger LOG = Logger.getLogger(TensorRecords.class);

    private final Outbox outbox;
    private final Claims claims;
    private final StageMetrics metrics;
    private final String stage;
    private final int inlineLimit;
    private final long claimLimit;

    TensorRecords(Outbox outbox, Claims claims, StageMetrics metrics, StageConfig config) {
        this.outbox = outbox;
        this.claims = claims;
        this.metrics = metrics;
        this.stage = config.stage();
        this.inlineLimit = config.inlineLimit();
        this.claimLimit = config.claimLimit();
    }

    /**
     * Works on the tensors of a record. A claim-checked value is removed once the work's effect is durable; a record whose
     * claim is gone was therefore worked on before, and is done.
     *
     * @param work returns when its effect is durable; a {@link Refusal} or any other failure of it fails the image
     * @throws UnreadableRecord when the record holds no image's tensors
     */
    public CompletionStage<Void> receive(ReceivedRecord record, Function<ImageTensors, CompletionStage<Void>> work) {
        var claim = Claim.of(record.headers());
        if (claim.isEmpty()) {
            return work(parse(record, record.value()), work);
        }
        var value = claims.fetch(claim.get(), claimLimit);
        if (value.isEmpty()) {
            LOG.warnf("record %s: its claim is gone, so it was worked on before", record.position());
            return CompletableFuture.completedFuture(null);
        }
        return work(parse(record, value.get()), work).thenRun(() -> claims.release(claim.get()));
    }

    private CompletionStage<Void> work(ImageTensors tensors, Function<ImageTensors, CompletionStage<Void>> work) {
        CompletionStage<Void> done;
        try {
            done = work.apply(tensors);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedFuture(e);
        }
        return done.exceptionallyCompose(
                failure -> CompletableFuture.failedFuture(RefusedImage.because(failure, tensors.task(), stage)));
    }

    /**
     * Sends an image's tensors on to the next stage.
     *
     * @return completes when all in-sync replicas have the record
     * @throws RefusedImage TOO_LARGE when the value exceeds {@code calotype.claim-limit}
     */
    public CompletionStage<Void> send(String topic, String eventType, ImageTensors tensors, Context trace) {
        var value = tensors.toSafetensors();
        var task = tensors.task();
        if (value.length > claimLimit) {
            var detail = "the tensors take " + value.length + " bytes; the limit is " + claimLimit;
            throw RefusedImage.of(task, new Problem(ProblemType.TOO_LARGE, detail, stage, null));
        }
        metrics.sent(value.length);
        var event = builder(eventType, task);
        var sent = value.length <= inlineLimit
                ? event.withData(Events.SAFETENSORS, value).build()
                : claimed(event, claims.deposit(task.id(), value));
        return outbox.publish(topic, task.id().toString(), sent, trace);
    }

    private static CloudEvent claimed(CloudEventBuilder event, Claim claim) {
        return claim.mark(event).withDataContentType(Events.SAFETENSORS).build();
    }

    private CloudEventBuilder builder(String eventType, ImageTask task) {
        return CloudEventBuilder.v1()
                .withId(task.id() + "/" + stage)
                .withSource(URI.create(Events.SOURCE))
                .withType(eventType)
                .withSubject(task.id().toString());
    }

    private ImageTensors parse(ReceivedRecord record, byte[] value) {
        try {
            return ImageTensors.parse(ByteBuffer.wrap(value));
        } catch (Refusal refusal) {
            throw new UnreadableRecord(refusal.problem().detail(), failed(record.key(), refusal.problem()));
        }
    }

    private @Nullable ImageFailed failed(@Nullable String key, Problem problem) {
        if (key == null) {
            return null;
        }
        try {
            var id = ImageId.parse(key);
            return new ImageFailed(id, Origin.of(id.promptId(), Events.SOURCE), problem.in(stage));
        } catch (Refusal notAnId) {
            return null;
        }
    }
}
