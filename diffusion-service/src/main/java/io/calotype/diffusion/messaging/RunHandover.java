package io.calotype.diffusion.messaging;

import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.lifecycle.ShutdownOrder;
import io.calotype.stage.messaging.Handover;
import io.calotype.stage.messaging.TensorReceiver;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Has running images leave when the process stops, or when their partitions go to another one. */
@ApplicationScoped
class RunHandover implements Handover.OfDoneWork {

    private final TrajectoryStore store;
    private final DenoisedRecords denoised = new DenoisedRecords();
    private final Map<ImageRun, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    RunHandover(TrajectoryStore store) {
        this.store = store;
    }

    /**
     * Watches an image.
     *
     * @param sent completes when the broker has what came of it
     */
    CompletionStage<Outcome> watch(ImageRun run, CompletionStage<Outcome> sent) {
        var ended = sent.toCompletableFuture();
        running.put(run, ended);
        if (stopping) {
            run.leave();
        }
        return ended.whenComplete((outcome, failure) -> {
            if (outcome instanceof Outcome.Denoised) {
                denoised(run.job().record(), run.job().place());
            }
            running.remove(run);
        });
    }

    /**
     * Takes note of a record whose latents were sent. Of a claimed one nothing is kept: its next reader finds the claim gone, and
     * without it the place of what was kept is unknown.
     */
    void denoised(ReceivedRecord record, TrajectoryPlace place) {
        if (!TensorReceiver.isClaimed(record)) {
            denoised.add(record, place);
        }
    }

    /** The intake then waits until they have left. */
    void leaveAll(@Observes @Priority(ShutdownOrder.BEFORE_DRAIN) ShutdownEvent shutdown) {
        stopping = true;
        running.keySet().forEach(ImageRun::leave);
    }

    /** Images that have not begun have nothing to keep, and are not waited for. */
    @Override
    public CompletionStage<Void> leave(Set<TopicPartition> partitions) {
        return CompletableFuture.allOf(running.entrySet().stream()
                .filter(run -> partitions.contains(run.getKey().job().partition()))
                .filter(run -> run.getKey().leave())
                .map(run -> run.getValue().exceptionally(failure -> null))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletionStage<Void> keepDone(Map<TopicPartition, Long> next) {
        return CompletableFuture.allOf(
                denoised.from(next).stream().map(this::keepDenoised).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> keepDenoised(TrajectoryPlace place) {
        return CompletableFuture.runAsync(() -> store.keepDenoised(place), Infrastructure.getDefaultWorkerPool());
    }
}
