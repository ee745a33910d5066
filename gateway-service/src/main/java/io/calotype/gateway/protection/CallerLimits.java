package io.calotype.gateway.protection;

import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.problem.ApiFailure;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The rate and the number of concurrent requests of each caller. */
@ApplicationScoped
class CallerLimits {

    private static final int REMEMBERED = 10_000;
    private static final Duration SOON = Duration.ofSeconds(1);

    /** An open request. */
    interface Place {
        /** Releases the place; further calls do nothing. */
        void leave();
    }

    private record Caller(Bucket requests, AtomicInteger underWay) {}

    private final GatewayConfig.Limits limits;
    private final Map<String, Caller> callers = new LinkedHashMap<>(16, 0.75f, true);

    @Inject
    CallerLimits(GatewayConfig config) {
        this(config.limits());
    }

    CallerLimits(GatewayConfig.Limits limits) {
        this.limits = limits;
    }

    /** Takes a place for a request; throws {@link ApiFailure} with the time to wait when the caller has none left. */
    Place enter(String name) {
        var caller = caller(name);
        var probe = caller.requests().tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw ApiFailure.tooMany(
                    "more requests than " + limits.requestsPerMinute() + " in a minute",
                    Duration.ofNanos(probe.getNanosToWaitForRefill()).plus(SOON));
        }
        if (caller.underWay().incrementAndGet() > limits.concurrentRequests()) {
            caller.underWay().decrementAndGet();
            throw ApiFailure.tooMany("more requests than " + limits.concurrentRequests() + " at a time", SOON);
        }
        var left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                caller.underWay().decrementAndGet();
            }
        };
    }

    private synchronized Caller caller(String name) {
        var caller = callers.computeIfAbsent(name, unknown -> new Caller(bucket(), new AtomicInteger()));
        if (callers.size() > REMEMBERED) {
            callers.remove(callers.keySet().iterator().next());
        }
        return caller;
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(limits.burst()).refillGreedy(limits.requestsPerMinute(), Duration.ofMinutes(1)))
                .build();
    }
}
