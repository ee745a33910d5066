package io.calotype.stage.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Has running work leave while its partitions are taken away: their next reader gets them only after that. */
@ApplicationScoped
class PartitionHandover {

    private static final Logger LOG = Logger.getLogger(PartitionHandover.class);
    private static final Duration LEAVE = Duration.ofSeconds(30); // a step of a large model; the group waits for it
    private static final Duration KEEP = Duration.ofSeconds(5);
    private static final Duration ASK = Duration.ofSeconds(2);

    private final List<Handover> works;

    @Inject
    PartitionHandover(Instance<Handover> works) {
        this(works.stream().toList());
    }

    PartitionHandover(List<Handover> works) {
        this.works = works;
    }

    /** Called by the polling thread, which it blocks. */
    void run(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        if (partitions.isEmpty() || works.isEmpty()) {
            return;
        }
        await(works, work -> work.leave(partitions), LEAVE);
        var done = works.stream()
                .filter(Handover.OfDoneWork.class::isInstance)
                .map(Handover.OfDoneWork.class::cast)
                .toList();
        if (!done.isEmpty()) {
            var next = next(consumer, partitions);
            await(done, work -> work.keepDone(next), KEEP);
        }
    }

    private static <T> void await(List<T> works, Function<T, CompletionStage<Void>> call, Duration limit) {
        var all = works.stream()
                .map(call)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all)
                .exceptionally(failure -> {
                    LOG.warn("work is not handed over", failure);
                    return null;
                })
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static Map<TopicPartition, Long> next(Consumer<?, ?> consumer, Set<TopicPartition> partitions) {
        var next = new HashMap<TopicPartition, Long>();
        try {
            var committed = consumer.committed(partitions, ASK);
            for (var partition : partitions) {
                var offset = committed.get(partition);
                next.put(partition, offset == null ? 0 : offset.offset());
            }
        } catch (KafkaException e) {
            LOG.warnf("the committed offsets of %s are not known: %s", partitions, e.getMessage());
        }
        return next;
    }
}
