package io.calotype.messaging.store;

import io.calotype.contracts.bucket.ObjectOperation;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rights that the store denied, each until a call that needs it succeeds, or none has been denied for a minute: the work that
 * waited for it may go on elsewhere.
 */
final class MissingRights {

    private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> deniedAt = new ConcurrentHashMap<>();

    /** Takes note of a call that failed. */
    void note(Fault fault, ObjectOperation operation, String key) {
        if (fault == Fault.FORBIDDEN) {
            deniedAt.put(operation.rightTo(key), System.nanoTime());
        }
    }

    /** Takes note of a call that succeeded. */
    void granted(ObjectOperation operation, String key) {
        if (!deniedAt.isEmpty()) {
            deniedAt.remove(operation.rightTo(key));
        }
    }

    /** The rights by S3's names and the folder that they are for. */
    Set<String> all() {
        deniedAt.values().removeIf(at -> System.nanoTime() - at > REMEMBERED);
        return new TreeSet<>(deniedAt.keySet());
    }
}
