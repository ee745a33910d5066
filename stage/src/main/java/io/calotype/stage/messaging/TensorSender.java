package io.calotype.stage.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.event.WorkDigest;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.telemetry.StageMetrics;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends records that carry tensors, large ones by claim check. */
@ApplicationScoped
public class TensorSender {

    private final Outbox outbox;
    private final Claims claims;
    private final StageMetrics metrics;
    private final Stage stage;
    private final int inlineLimit;
    private final long claimLimit;

    TensorSender(Outbox outbox, Claims claims, StageMetrics metrics, StageConfig config) {
        this.outbox = outbox;
        this.claims = claims;
        this.metrics = metrics;
        this.stage = config.stage();
        this.inlineLimit = config.inlineLimit();
        this.claimLimit = config.claimLimit();
    }

    /**
     * Sends an image's tensors on to the next stage.
     *
     * @return completes when all in-sync replicas have the record
     * @throws Refusal TOO_LARGE when the value exceeds {@code calotype.claim-limit}
     */
    public CompletionStage<Void> send(String topic, String eventType, ImageTensors tensors, Context trace) {
        return send(topic, eventType, Map.of(), tensors, trace);
    }

    /** Sends tensors on in an event that has these extension attributes. */
    public CompletionStage<Void> send(
            String topic, String eventType, Map<String, String> extensions, ImageTensors tensors, Context trace) {
        var task = tensors.task();
        var event = event(eventType, task, stage);
        extensions.forEach(event::withExtension);
        return send(topic, event, tensors, work(task.image(), task.packDigest()), trace);
    }

    /**
     * Sends the encoder's event of an image once more, to denoisers that may have begun with it.
     *
     * @param work 64 hexadecimal digits that name this sending, so that a large value of it is no other record's
     * @return completes when all in-sync replicas have the record
     */
    public CompletionStage<Void> sendAgain(ImageTensors embedded, String work, Context trace) {
        var task = embedded.task();
        var event = event(EventTypes.PROMPT_EMBEDDED, task, Stage.ENCODE);
        event.withExtension(TrajectoryObject.EXTENSION, "true");
        return send(Topics.embeddings(task.spec().model()), event, embedded, work, trace);
    }

    private CompletionStage<Void> send(
            String topic, CloudEventBuilder event, ImageTensors tensors, String work, Context trace) {
        var value = tensors.toSafetensors();
        var image = tensors.task().id();
        if (value.length > claimLimit) {
            var detail = "the tensors take " + value.length + " bytes; the limit is " + claimLimit;
            throw Refusal.of(ProblemType.TOO_LARGE, null, detail);
        }
        metrics.sent(value.length);
        var sent = value.length <= inlineLimit
                ? event.withData(Events.SAFETENSORS, value).build()
                : claimed(event, claims.deposit(image, work, value));
        return outbox.publish(topic, image.toString(), sent, trace);
    }

    /**
     * Removes the value that a process of this stage may have stored before it died, for an image that has ended and is not
     * sent on; blocks on the object store.
     */
    public void discard(RequestedImage image, String packDigest) {
        claims.discard(image.id(), work(image, packDigest));
    }

    /** Removes what {@link #sendAgain} may have stored, in the same way. */
    public void discardAgain(RequestedImage image, String work) {
        claims.discard(image.id(), work);
    }

    private String work(RequestedImage image, String packDigest) {
        return WorkDigest.of(stage, image, packDigest);
    }

    private static CloudEvent claimed(CloudEventBuilder event, Claim claim) {
        return claim.mark(event).withDataContentType(Events.SAFETENSORS).build();
    }

    private static CloudEventBuilder event(String type, ImageTask task, Stage sender) {
        return CloudEventBuilder.v1()
                .withId(task.id() + "/" + sender.jsonName())
                .withSource(URI.create(Events.SOURCE))
                .withType(type)
                .withSubject(task.id().toString());
    }
}
