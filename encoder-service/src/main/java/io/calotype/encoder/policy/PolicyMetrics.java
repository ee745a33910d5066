package io.calotype.encoder.policy;

import io.calotype.encoder.policy.Verdict.By;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Decisions about prompts.
 *
 * <ul>
 *   <li>{@code calotype.encode.policy.decisions}: prompts by {@code decision} and by what decided, {@code by}
 *   <li>{@code calotype.encode.policy.wait}: how long prompts waited for a decision
 * </ul>
 */
final class PolicyMetrics {

    private record Kind(boolean isAllowed, By by) {}

    private final Map<Kind, Counter> decisions = new HashMap<>();
    private final Timer wait;

    PolicyMetrics(MeterRegistry registry) {
        for (var by : By.values()) {
            for (boolean allowed : new boolean[] {true, false}) {
                var counter = registry.counter(
                        "calotype.encode.policy.decisions", "decision", allowed ? "allow" : "refuse", "by", by.label());
                decisions.put(new Kind(allowed, by), counter);
            }
        }
        wait = registry.timer("calotype.encode.policy.wait");
    }

    void count(Verdict verdict, Duration waited) {
        var counter = decisions.get(new Kind(verdict.isAllowed(), verdict.by()));
        if (counter != null) {
            counter.increment();
        }
        wait.record(waited);
    }
}
