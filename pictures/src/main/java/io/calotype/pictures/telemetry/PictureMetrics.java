package io.calotype.pictures.telemetry;

import io.calotype.stage.telemetry.StageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

/** The metrics of who stores pictures: those of every stage, and {@code calotype.image.turnaround}, from a prompt to its stored picture. */
@Startup
@ApplicationScoped
public class PictureMetrics {

    private final StageMetrics stage;
    private final Timer turnaround;

    PictureMetrics(StageMetrics stage, MeterRegistry registry) {
        this.stage = stage;
        this.turnaround = Timer.builder("calotype.image.turnaround")
                .description("From when a prompt came in until its picture is stored")
                .serviceLevelObjectives(LongStream.of(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
                        .mapToObj(Duration::ofSeconds)
                        .toArray(Duration[]::new))
                .register(registry);
    }

    /** Counts the work on a picture that is not stored yet. */
    public void computed(Duration computed) {
        stage.computed(computed);
    }

    /** Counts a stored picture, by the clocks of two machines. */
    public void stored(Instant requestedAt, Duration computed) {
        stage.computed(computed);
        var taken = Duration.between(requestedAt, Instant.now());
        turnaround.record(taken.isNegative() ? Duration.ZERO : taken);
    }
}
