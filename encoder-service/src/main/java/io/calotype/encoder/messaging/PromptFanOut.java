package io.calotype.encoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.encoder.text.Conditioner;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.messaging.ReceivedRecord;
import io.calotype.stage.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Encodes a prompt once and writes one record for each of its images that is not stored yet. */
@ApplicationScoped
class PromptFanOut {

    private static final Logger LOG = Logger.getLogger(PromptFanOut.class);

    /** One image and how it is to look. */
    private record Image(ImageId id, GenerationSpec spec) {}

    private final ModelPack pack;
    private final Conditioner conditioner;
    private final ObjectStore store;
    private final EmbeddingSender sender;

    PromptFanOut(ModelPack pack, Conditioner conditioner, ObjectStore store, EmbeddingSender sender) {
        this.pack = pack;
        this.conditioner = conditioner;
        this.store = store;
        this.sender = sender;
    }

    /**
     * Writes the records.
     *
     * @return completes when the broker has all of them
     * @throws io.calotype.contracts.problem.Refusal if the pack cannot draw what is asked for
     */
    CompletionStage<Void> encode(PromptRequested request, ReceivedRecord record) {
        var queued = Duration.between(record.timestamp(), Instant.now());
        var missing = images(request).stream()
                .filter(image -> store.stat(image.id().objectKey(image.spec().outputFormat()))
                        .isEmpty())
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var conditioning = conditioner.condition(missing.get(0).spec());
        LOG.debugf(
                "promptId=%s encoded for %d images, computeMs=%d",
                request.origin().promptId(),
                missing.size(),
                conditioning.compute().toMillis());
        var wait = queued.isNegative() ? Duration.ZERO : queued;
        var timings = StageTimings.none().with(PromptRefusal.STAGE, wait, conditioning.compute());
        return CompletableFuture.allOf(missing.stream()
                .map(image -> new ImageTask(
                        image.id(), request.origin(), image.spec(), pack.digest(), record.timestamp(), timings))
                .map(task -> sender.send(task, conditioning, record.trace()).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private List<Image> images(PromptRequested request) {
        var images = new ArrayList<Image>();
        for (int index = 0; index < request.parameters().n(); index++) {
            var id = new ImageId(request.origin().promptId(), index);
            images.add(new Image(id, request.parameters().resolve(pack.defaults(), id)));
        }
        return images;
    }
}
