package io.calotype.encoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.PromptWeights;
import io.calotype.contracts.stage.Stage;
import io.calotype.encoder.backlog.TenantBacklog;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.encoder.text.DeniedWords;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.FailedImages;
import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Encodes a prompt once and writes one record for each of its images that has not ended. */
@ApplicationScoped
class PromptFanOut {

    private static final Logger LOG = Logger.getLogger(PromptFanOut.class);

    private final PromptConditioner conditioner;
    private final EmbeddingSender sender;
    private final StageMetrics metrics;
    private final PromptWeights promptWeights;
    private final DeniedWords denied;
    private final TenantBacklog backlog;

    PromptFanOut(
            PromptConditioner conditioner,
            EmbeddingSender sender,
            StageMetrics metrics,
            EncoderConfig config,
            TenantBacklog backlog) {
        this.backlog = backlog;
        this.conditioner = conditioner;
        this.sender = sender;
        this.metrics = metrics;
        this.promptWeights = config.promptWeights();
        this.denied = DeniedWords.of(config.deniedWords().orElse(List.of()));
    }

    /**
     * Writes the records.
     *
     * @return completes when the broker has all of them; fails with {@link FailedImages} when it does not take some
     * @throws io.calotype.contracts.problem.Refusal if the pack cannot draw it, the deployment does not, or too much of its tenant waits
     */
    CompletionStage<Void> encode(PromptRequested request, List<RequestedImage> open, ReceivedRecord record) {
        var queued = Duration.between(record.timestamp(), Instant.now());
        var prompt = withDefaults(request.parameters()).withoutModel(); // which may be one that this pack replaces
        denied.requireNone(prompt.prompt());
        var conditioned = conditioner.condition(prompt, open.get(0).id());
        var compute = conditioned.conditioning().compute();
        metrics.computed(compute);
        LOG.debugf(
                "promptId=%s encoded for %d images, computeMs=%d",
                request.origin().promptId(), open.size(), compute.toMillis());
        var wait = queued.isNegative() ? Duration.ZERO : queued;
        var timings = StageTimings.none().with(Stage.ENCODE, wait, compute);
        var tasks = open.stream()
                .map(image -> task(image, prompt, conditioned, record, timings))
                .toList();
        backlog.enter(tasks);
        var sends = new HashMap<RequestedImage, CompletableFuture<Void>>();
        tasks.forEach(task -> sends.put(task.image(), send(task, conditioned, record)));
        return CompletableFuture.allOf(sends.values().toArray(CompletableFuture[]::new))
                .exceptionally(failure -> {
                    throw new FailedImages(failures(sends));
                });
    }

    private ImageTask task(
            RequestedImage image,
            PromptParameters prompt,
            Conditioned conditioned,
            ReceivedRecord record,
            StageTimings timings) {
        var spec = prompt.resolve(conditioned.defaults(), image.id()).withAdapters(conditioned.adapters());
        return new ImageTask(image, spec, conditioner.packDigest(), record.timestamp(), timings);
    }

    /** Removes what an earlier try may have stored for an image, once the image has ended; blocks on the object store. */
    void discard(RequestedImage image) {
        sender.discard(image, conditioner.packDigest());
    }

    private PromptParameters withDefaults(PromptParameters prompt) {
        return prompt.promptWeights() == null ? prompt.withPromptWeights(promptWeights) : prompt;
    }

    private CompletableFuture<Void> send(ImageTask task, Conditioned conditioned, ReceivedRecord record) {
        try {
            return sender.send(task, conditioned.conditioning(), record.trace()).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Map<RequestedImage, Throwable> failures(Map<RequestedImage, CompletableFuture<Void>> sends) {
        var failures = new HashMap<RequestedImage, Throwable>();
        sends.forEach((image, sent) -> sent.handle((done, failure) -> Optional.ofNullable(failure))
                .join()
                .ifPresent(failure -> failures.put(image, failure)));
        return failures;
    }
}
