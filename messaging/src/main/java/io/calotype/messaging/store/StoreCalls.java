package io.calotype.messaging.store;

import io.calotype.contracts.bucket.ObjectOperation;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.messaging.lifecycle.Postponed;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Calls of the object store, repeated while the store is to blame.
 *
 * <p>A key that the store refuses fails at once. So does one that has failed for too long while the store answered for others; the
 * time in which it answered for none does not count.
 */
final class StoreCalls {

    private static final Logger LOG = Logger.getLogger(StoreCalls.class);
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int MOST_REMEMBERED = 1_024;

    private final Predicate<String> answersOthers;
    private final Duration giveUpAfter;
    private final Duration readPatience;
    private final MissingRights missing = new MissingRights();
    private final Map<String, Long> failingSince = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Calls of one store.
     *
     * @param answersOthers whether the store answers now for other keys of that key's prefix
     * @param giveUpAfter how long a key may fail while the store answers for others
     * @param readPatience how long a read is repeated
     */
    StoreCalls(Predicate<String> answersOthers, Duration giveUpAfter, Duration readPatience) {
        this.answersOthers = answersOthers;
        this.giveUpAfter = giveUpAfter;
        this.readPatience = readPatience;
    }

    /**
     * Reads; repeated for a few seconds.
     *
     * @throws Postponed when there is no answer by then
     * @throws ObjectRefusedException for a key that the store refuses
     */
    <T> T read(String key, Callable<T> call) {
        return call(ObjectOperation.GET, key, call, readPatience.toMillis());
    }

    /** Lists the keys below a prefix, as {@link #read} reads. */
    <T> T list(String prefix, Callable<T> call) {
        return call(ObjectOperation.LIST, prefix, call, readPatience.toMillis());
    }

    /**
     * Writes; repeated for as long as it takes, since the work before it would be lost.
     *
     * @throws ObjectRefusedException for a key that the store refuses, unless rights are missing
     */
    <T> T write(ObjectOperation operation, String key, Callable<T> call) {
        return call(operation, key, call, UNLIMITED);
    }

    /** Fetches what the process cannot start without; repeated for as long as it takes. */
    <T> T fetch(String key, Callable<T> call) {
        return call(ObjectOperation.GET, key, call, UNLIMITED);
    }

    /** The rights whose lack calls wait for. */
    MissingRights missing() {
        return missing;
    }

    private <T> T call(ObjectOperation operation, String key, Callable<T> call, long patience) {
        long start = System.nanoTime();
        for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            try {
                T answer = call.call();
                failingSince.remove(key);
                missing.granted(operation, key);
                return answer;
            } catch (ObjectTooLargeException e) {
                throw e;
            } catch (Exception e) {
                var fault = Fault.of(e);
                if (isCallsFault(key, fault, patience == UNLIMITED)) {
                    throw new ObjectRefusedException(key, e);
                }
                missing.note(fault, operation, key);
                LOG.warnf("object store does not answer, key %s: %s", printable(key), Fault.describe(e));
                if (millisSince(start) >= patience) {
                    throw new Postponed("the object store does not answer, key " + printable(key), e);
                }
                sleep(key, pause, e);
            }
        }
    }

    private boolean isCallsFault(String key, Fault fault, boolean writes) {
        if (fault == Fault.CALL) {
            return true;
        }
        if ((writes && fault == Fault.FORBIDDEN) || !answersOthers.test(key)) {
            failingSince.remove(key);
            return false;
        }
        return fault != Fault.STORE || hasFailedTooLong(key);
    }

    private boolean hasFailedTooLong(String key) {
        if (failingSince.size() > MOST_REMEMBERED) { // a key stays, so that the next record that needs it fails at once
            failingSince.clear();
        }
        long now = System.nanoTime();
        return now - failingSince.computeIfAbsent(key, first -> now) >= giveUpAfter.toNanos();
    }

    private void sleep(String key, long pause, Exception failure) {
        boolean stops;
        try {
            stops = closed.await(pause, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stops = true;
        }
        if (stops) {
            throw new GivenBack("stopped while waiting for the object store, key " + printable(key), failure);
        }
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Ends waiting calls. */
    void close() {
        closed.countDown();
    }

    /** Returns a text without line breaks and control characters, for logs. */
    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
