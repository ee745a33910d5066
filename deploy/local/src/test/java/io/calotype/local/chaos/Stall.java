package io.calotype.local.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Notices that nobody reads: lags that have stayed the same for some time. A slow machine is no stall. */
final class Stall {

    private final Duration after;
    private Map<String, Long> lags = Map.of();
    private Instant since = Instant.now();

    Stall(Duration after) {
        this.after = after;
    }

    /** Whether these lags have been the same for too long, although something is left to do; it is printed. */
    boolean seenIn(Map<String, Long> now) {
        if (!now.equals(lags)) {
            lags = Map.copyOf(now);
            since = Instant.now();
        }
        boolean stalled = Duration.between(since, Instant.now()).compareTo(after) > 0;
        if (stalled) {
            System.out.println("nothing has been read for " + after + ": " + now);
        }
        return stalled;
    }
}
