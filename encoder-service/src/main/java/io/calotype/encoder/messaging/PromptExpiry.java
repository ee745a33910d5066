package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.ends.EndArbiter;
import io.calotype.stage.messaging.EndPublisher;
import io.calotype.stage.messaging.UnreadableRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends the images of a prompt that have no end when its deadline is over. */
@ApplicationScoped
class PromptExpiry {

    private final EndArbiter arbiter;
    private final EndPublisher ends;
    private final ObjectStore store;
    private final Problem problem;

    PromptExpiry(EndArbiter arbiter, EndPublisher ends, ObjectStore store, StageConfig config) {
        this.arbiter = arbiter;
        this.ends = ends;
        this.store = store;
        var detail = "the image was not made before its deadline";
        this.problem = new Problem(ProblemType.EXPIRED, detail, config.stage(), null);
    }

    /** Ends them, blocking while the object store is asked; completes when the broker has the events. */
    CompletionStage<Void> expire(ReceivedRecord prompt) {
        return CompletableFuture.allOf(images(prompt).stream()
                .filter(image -> !arbiter.hasEnded(image.id()))
                .map(image -> ends.end(image, image.failed(problem), prompt.trace())
                        .thenAccept(end -> forgetPaused(image.id()))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** No stage meets a paused image again, so nobody else would remove what is kept of it. */
    private void forgetPaused(ImageId image) {
        var records = store.list(PausedObject.folder(image.promptId(), image.index()));
        if (!records.isEmpty()) {
            records.forEach(store::delete);
            store.list(TrajectoryObject.folder(image)).forEach(store::delete);
        }
    }

    private static List<RequestedImage> images(ReceivedRecord prompt) {
        try {
            return PromptReader.read(prompt).images();
        } catch (UnreadableRecord unreadable) {
            return unreadable.images();
        }
    }
}
