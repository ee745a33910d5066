package io.calotype.gateway.book;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;

/** {@code calotype.gateway.oldest.prompt}: the age of the oldest prompt that has not ended, zero if all have. */
@ApplicationScoped
class BookMetrics {

    void register(@Observes StartupEvent starting, PromptBook book, MeterRegistry registry) {
        Gauge.builder("calotype.gateway.oldest.prompt", () -> age(book, Instant.now()))
                .baseUnit("seconds")
                .register(registry);
    }

    static double age(PromptBook book, Instant now) {
        return book.oldestOpen()
                .map(since -> Math.max(0, Duration.between(since, now).toMillis() / 1000.0))
                .orElse(0.0);
    }
}
