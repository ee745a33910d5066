package io.calotype.diffusion.messaging;

import io.calotype.messaging.kafka.CatchUp;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Waits until this process knows every decision that the topic has by now. */
@ApplicationScoped
class DecisionsRead {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaClientService clients;
    private final Set<CatchUp> waiting = ConcurrentHashMap.newKeySet();

    DecisionsRead(KafkaClientService clients) {
        this.clients = clients;
    }

    void noteRead(ReceivedRecord record) {
        waiting.forEach(catchUp -> catchUp.noteRead(record));
    }

    /** Completes on a worker thread, however long the broker is away. */
    Uni<Void> upToNow() {
        return Uni.createFrom()
                .item(() -> CatchUp.of(clients, DecisionListener.CHANNEL, PATIENCE))
                .invoke(waiting::add)
                .chain(catchUp -> catchUp.awaited()
                        .onTermination()
                        .invoke(() -> waiting.remove(catchUp))
                        .chain(() -> catchUp.isDone() ? Uni.createFrom().voidItem() : upToNow()));
    }
}
