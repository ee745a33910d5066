package io.calotype.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartsTest {

    private final Restarts restarts = new Restarts();

    @Test
    void waitsLongerEachTimeAndGivesUpAfterTheFifthDeath() {
        restarts.died(false);
        assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(200));
        restarts.died(false);
        assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(800));
        restarts.died(false);
        assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(3200));
        restarts.died(false);
        assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(3200));
        assertThat(restarts.givesUp()).isFalse();
        restarts.died(false);
        assertThat(restarts.givesUp()).isTrue();
    }

    @Test
    void aServiceThatWasReadyStartsAfresh() {
        // Given
        restarts.died(false);
        restarts.died(false);
        // When
        restarts.died(true);
        // Then
        assertThat(restarts.givesUp()).isFalse();
        assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(200));
    }
}
