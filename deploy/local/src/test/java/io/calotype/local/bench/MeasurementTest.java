package io.calotype.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.stage.Stage;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MeasurementTest {

    private static final Offset<Double> THREE_DIGITS = Offset.offset(1.0);

    @Test
    void addedLatencyIsWhatTheStagesDidNotWork() {
        // Given
        var timings = StageTimings.none()
                .with(Stage.ENCODE, Duration.ofMillis(5), Duration.ofMillis(10))
                .with(Stage.DENOISE, Duration.ofMillis(7), Duration.ofMillis(300))
                .with(Stage.DECODE, Duration.ofMillis(8), Duration.ofMillis(100));
        var measurement = new Measurement("one at a time");
        // When
        measurement.add(new BenchImage(Duration.ofMillis(450), timings));
        // Then
        assertThat(measurement.added().percentile(50)).isCloseTo(40, THREE_DIGITS);
        assertThat(measurement.took().percentile(50)).isCloseTo(450, THREE_DIGITS);
        assertThat(measurement.queue(Stage.DENOISE).percentile(50)).isCloseTo(7, THREE_DIGITS);
        assertThat(measurement.compute(Stage.DECODE).percentile(50)).isCloseTo(100, THREE_DIGITS);
    }

    @Test
    void percentilesAreThoseOfAllImages() {
        // Given
        var measurement = new Measurement("saturated");
        for (int i = 1; i <= 100; i++) {
            measurement.add(new BenchImage(Duration.ofMillis(10L * i), StageTimings.none()));
        }
        // When
        measurement.finish(Duration.ofSeconds(20));
        // Then
        assertThat(measurement.imagesPerSecond()).isEqualTo(5.0);
        assertThat(measurement.took().percentile(50)).isCloseTo(500, THREE_DIGITS);
        assertThat(measurement.took().percentile(99)).isCloseTo(990, THREE_DIGITS);
    }
}
