package io.calotype.encoder.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A channel's prompts in memory, up to 16 MiB of them, until their deadlines are over. */
final class WaitingPrompts {

    private static final int MEMORY = 16 << 20;
    private static final int RECORD_OVERHEAD = 4 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Semaphore memory = new Semaphore(MEMORY);
    private final DeadlineTimer timer;

    WaitingPrompts(DeadlineTimer timer) {
        this.timer = timer;
    }

    /** Completes when the record is in memory; its images end, and it is acknowledged, when its deadline is over. */
    Uni<Void> hold(Message<byte[]> message, ReceivedRecord record, Instant deadline) {
        int bytes = bytes(record);
        return Uni.createFrom()
                .item(() -> memory.tryAcquire(bytes))
                .repeat()
                .withDelay(PAUSE)
                .whilst(taken -> !taken)
                .collect()
                .last()
                .invoke(() -> timer.expire(message, record, deadline)
                        .onTermination()
                        .invoke(() -> memory.release(bytes))
                        .subscribe()
                        .with(expired -> {}))
                .replaceWithVoid();
    }

    /** A prompt takes at most a record of its topic, far less than the memory. */
    private static int bytes(ReceivedRecord record) {
        int bytes = RECORD_OVERHEAD + record.value().length;
        for (var header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return Math.min(bytes, MEMORY);
    }
}
