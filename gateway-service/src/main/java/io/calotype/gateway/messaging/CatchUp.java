package io.calotype.gateway.messaging;

import io.calotype.gateway.config.GatewayConfig;
import io.calotype.stage.messaging.ReceivedRecord;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Knows when everything that was on the topics before the start has been heard. */
@ApplicationScoped
public class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final String CHANNEL = "followed";

    private final KafkaClientService clients;
    private final GatewayConfig config;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>(); // offset to hear next
    private volatile @Nullable Map<TopicPartition, Long> goal;

    CatchUp(KafkaClientService clients, GatewayConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /** Tells whether it has been heard. */
    public boolean isDone() {
        return done.isDone();
    }

    /** Completes when it has been heard, or when it was waited for long enough. */
    public Uni<Void> awaited() {
        return Uni.createFrom()
                .completionStage(done::copy)
                .ifNoItem()
                .after(config.catchUpPatience())
                .recoverWithUni(Uni.createFrom().voidItem())
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    void heard(ReceivedRecord record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
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
                .subscribe()
                .with(heard -> finish(), failure -> finish());
    }

    private void finish() {
        LOG.debug("the topics are read back");
        done.complete(null);
    }

    private Uni<Boolean> askBehind() {
        return clients.getConsumer(CHANNEL).runOnPollingThread(this::isBehind);
    }

    private boolean isBehind(Consumer<Object, Object> consumer) {
        var ends = goal == null ? goal(consumer) : goal;
        return ends == null
                || ends.entrySet().stream().anyMatch(end -> next.getOrDefault(end.getKey(), 0L) < end.getValue());
    }

    /** Where the partitions that hold anything ended when they were first asked; null while there is no assignment. */
    private @Nullable Map<TopicPartition, Long> goal(Consumer<Object, Object> consumer) {
        var partitions = consumer.assignment();
        if (partitions.isEmpty()) {
            return null;
        }
        var begins = consumer.beginningOffsets(partitions);
        var ends = new ConcurrentHashMap<>(consumer.endOffsets(partitions));
        ends.entrySet().removeIf(end -> end.getValue() <= begins.getOrDefault(end.getKey(), 0L));
        goal = ends;
        return ends;
    }
}
