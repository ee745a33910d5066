package io.calotype.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * One end for every image, whatever happens.
 *
 * <p>{@code -Pchaos} or {@code -Dchaos=short} runs it, {@code -Dchaos.seed=N} repeats a run's faults,
 * {@code -Dchaos.seconds=300} makes it longer.
 */
@Tag("alone")
@Timeout(value = 1, unit = TimeUnit.HOURS)
@EnabledIfSystemProperty(named = "chaos", matches = "true|short")
class ChaosIT {

    private static final int SHORT = 60;

    @Test
    void everyImageHasOneEndWhateverHappens() throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextInt(1_000_000));
        var time = Duration.ofSeconds(Integer.getInteger("chaos.seconds", SHORT));
        try (var run = new ChaosRun(seed, Rules.environment(Rules.MODEL_CALLS_FAIL))) {
            // Given
            run.drawEachRecipeInPeace();
            // When
            run.letThingsGoWrong(time);
            run.awaitEveryEnd();
            // Then
            var evidence = run.evidence();
            System.out.println(run.summary(evidence));
            assertThat(run.violations(evidence)).isEmpty();
            // And when everything is read again from the beginning
            run.readEverythingAgain();
            // Then
            assertThat(run.changesSince(evidence)).isEmpty();
        }
    }
}
