package io.calotype.diffusion.messaging;

import io.calotype.diffusion.config.DiffusionConfig;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Knows when all cancellations written before the start have been heard; images begin only then. */
@ApplicationScoped
class CancellationCatchUp {

    private static final Logger LOG = Logger.getLogger(CancellationCatchUp.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final String CHANNEL = "cancellations";

    private final KafkaClientService clients;
    private final Duration limit;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Map<Integer, Long> next = new ConcurrentHashMap<>(); // offset to hear next, by partition

    CancellationCatchUp(KafkaClientService clients, DiffusionConfig config) {
        this.clients = clients;
        this.limit = config.cancellationsCatchUp();
    }

    /** Completes when they have been heard, or after the configured time. */
    CompletionStage<Void> done() {
        return done;
    }

    /** Notes that a record was heard. */
    void heard(int partition, long offset) {
        next.put(partition, offset + 1);
    }

    void start(@Observes StartupEvent starting) {
        Uni.createFrom()
                .deferred(this::askBehind)
                .onFailure()
                .recoverWithItem(true)
                .repeat()
                .withDelay(PERIOD)
                .until(behind -> !behind)
                .onItem()
                .ignoreAsUni()
                .ifNoItem()
                .after(limit)
                .fail()
                .subscribe()
                .with(heard -> done.complete(null), this::giveUp);
    }

    private void giveUp(Throwable failure) {
        LOG.warnf("not all earlier cancellations are known after %s; going on", limit);
        done.complete(null);
    }

    private Uni<Boolean> askBehind() {
        return clients.getConsumer(CHANNEL).runOnPollingThread(this::isBehind);
    }

    private boolean isBehind(Consumer<Object, Object> consumer) {
        var partitions = consumer.assignment();
        if (partitions.isEmpty()) {
            return true;
        }
        var begins = consumer.beginningOffsets(partitions);
        var ends = consumer.endOffsets(partitions);
        return ends.entrySet().stream().anyMatch(end -> end.getValue() > heardUpTo(end.getKey(), begins));
    }

    private long heardUpTo(TopicPartition partition, Map<TopicPartition, Long> begins) {
        return Math.max(begins.getOrDefault(partition, 0L), next.getOrDefault(partition.partition(), 0L));
    }
}
