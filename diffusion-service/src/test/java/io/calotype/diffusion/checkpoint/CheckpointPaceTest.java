package io.calotype.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointPaceTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void isDueAfterATime() {
        var pace = new CheckpointPace(Duration.ofSeconds(5), Integer.MAX_VALUE, 0, 0);
        assertThat(pace.isDue(400, 4 * SECOND)).isFalse();
        assertThat(pace.isDue(500, 5 * SECOND)).isTrue();
        pace.restart(500, 5 * SECOND);
        assertThat(pace.isDue(501, 6 * SECOND)).isFalse();
    }

    @Test
    void isDueAfterSomeStepsFromWhereTheImageGoesOn() {
        var pace = new CheckpointPace(Duration.ofSeconds(5), 10, 17, 0);
        assertThat(pace.isDue(26, 1)).isFalse();
        assertThat(pace.isDue(27, 1)).isTrue();
    }

    @Test
    void isNeverDueWithoutLimits() {
        var pace = new CheckpointPace(Duration.ZERO, Integer.MAX_VALUE, 0, 0);
        assertThat(pace.isDue(499, Long.MAX_VALUE - 1)).isFalse();
    }
}
