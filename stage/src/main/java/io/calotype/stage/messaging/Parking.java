package io.calotype.stage.messaging;

import io.calotype.messaging.admission.Admission.Place;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where postponed records wait without a place, so that others can be worked on.
 *
 * <p>When it is full, further ones keep their places, so that no more records are taken in.
 */
final class Parking {

    private final Semaphore spaces;
    private final Executor later;

    /** Has that many spaces; with none, all postponed records keep their places. */
    Parking(int spaces, Duration wait) {
        this.spaces = new Semaphore(spaces);
        this.later = CompletableFuture.delayedExecutor(
                wait.toMillis(), TimeUnit.MILLISECONDS, Infrastructure.getDefaultWorkerPool());
    }

    /** Completes on a worker thread after a while, once the record has a place again. */
    CompletionStage<Place> await(Place place) {
        if (!spaces.tryAcquire()) {
            return CompletableFuture.supplyAsync(() -> place, later);
        }
        place.leave();
        return CompletableFuture.supplyAsync(place::back, later)
                .thenCompose(admitted -> admitted)
                .thenApplyAsync(
                        admitted -> {
                            spaces.release();
                            return admitted;
                        },
                        Infrastructure.getDefaultWorkerPool());
    }
}
