package io.calotype.gateway.book;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Those who wait for something to become true of a prompt. */
final class Waiters {

    private final Object lock;
    private final Set<UniEmitter<? super Boolean>> waiting = new LinkedHashSet<>();

    /** Makes none yet; the lock guards what they wait for. */
    Waiters(Object lock) {
        this.lock = lock;
    }

    /** Completes, on a worker thread, when they are next woken, or at once if what is waited for is true already. */
    Uni<Boolean> until(BooleanSupplier reached) {
        return Uni.createFrom()
                .<Boolean>emitter(emitter -> await(reached, emitter))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private void await(BooleanSupplier reached, UniEmitter<? super Boolean> emitter) {
        synchronized (lock) {
            if (!reached.getAsBoolean()) {
                waiting.add(emitter);
                emitter.onTermination(() -> forget(emitter));
                return;
            }
        }
        emitter.complete(true);
    }

    private void forget(UniEmitter<? super Boolean> emitter) {
        synchronized (lock) {
            waiting.remove(emitter);
        }
    }

    /** Wakes all; the caller holds the lock. */
    void wake() {
        var woken = List.copyOf(waiting);
        waiting.clear();
        woken.forEach(emitter -> emitter.complete(true));
    }
}
