package io.calotype.encoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Encodes a prompt once and writes one record for each of its images that is not stored yet. */
@ApplicationScoped
class PromptFanOut {

    private static final Logger LOG = Logger.getLogger(PromptFanOut.class);

    private final PromptConditioner conditioner;
    private final ObjectStore store;
    private final EmbeddingSender sender;
    private final StageMetrics metrics;

    PromptFanOut(PromptConditioner conditioner, ObjectStore store, EmbeddingSender sender, StageMetrics metrics) {
        this.conditioner = conditioner;
        this.store = store;
        this.sender = sender;
        this.metrics = metrics;
    }

    /**
     * Writes the records.
     *
     * @return completes when the broker has all of them
     * @throws io.calotype.contracts.problem.Refusal if the pack cannot draw what is asked for
     */
    CompletionStage<Void> encode(PromptRequested request, ReceivedRecord record) {
        var queued = Duration.between(record.timestamp(), Instant.now());
        var missing = missing(request);
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        if (missing.size() == request.parameters().output().n()) { // else the prompt was encoded before: there is hope
            record.requireNotGivenUp();
        }
        var conditioned = conditioner.condition(request.parameters(), missing.get(0));
        var compute = conditioned.conditioning().compute();
        metrics.computed(compute);
        LOG.debugf(
                "promptId=%s encoded for %d images, computeMs=%d",
                request.origin().promptId(), missing.size(), compute.toMillis());
        var wait = queued.isNegative() ? Duration.ZERO : queued;
        var timings = StageTimings.none().with(PromptRefusal.STAGE, wait, compute);
        return CompletableFuture.allOf(missing.stream()
                .map(image -> new ImageTask(
                        image,
                        request.origin(),
                        request.parameters().resolve(conditioned.defaults(), image),
                        conditioner.packDigest(),
                        record.timestamp(),
                        timings))
                .map(task -> sender.send(task, conditioned.conditioning(), record.trace())
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private List<ImageId> missing(PromptRequested request) {
        var format = conditioner.formatOf(request.parameters());
        return IntStream.range(0, request.parameters().output().n())
                .mapToObj(index -> new ImageId(request.origin().promptId(), index))
                .filter(image -> store.stat(image.objectKey(format)).isEmpty())
                .toList();
    }
}
