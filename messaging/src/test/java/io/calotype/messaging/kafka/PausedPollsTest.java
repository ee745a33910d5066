package io.calotype.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PausedPollsTest {

    private final PausedPolls polls = new PausedPolls();

    @Test
    void aChannelThatIsNotPausedNeverRests() {
        assertThat(polls.restAt(Duration.ofSeconds(1), false)).isZero();
        assertThat(polls.restAt(Duration.ofSeconds(9), false)).isZero();
    }

    @Test
    void aPausedChannelRestsATwentiethOfItsPause() {
        assertThat(polls.restAt(Duration.ofSeconds(1), true)).isZero();
        assertThat(polls.restAt(Duration.ofMillis(1_100), true)).isEqualTo(Duration.ofMillis(5));
        assertThat(polls.restAt(Duration.ofMillis(1_400), true)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aLongPauseDoesNotMakeRestsLong() {
        polls.restAt(Duration.ofSeconds(1), true);
        assertThat(polls.restAt(Duration.ofHours(1), true)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void eachPauseCountsFromItsOwnBeginning() {
        // Given
        polls.restAt(Duration.ofSeconds(1), true);
        polls.restAt(Duration.ofSeconds(9), false);
        // When
        polls.restAt(Duration.ofSeconds(10), true);
        // Then
        assertThat(polls.restAt(Duration.ofMillis(10_040), true)).isEqualTo(Duration.ofMillis(2));
    }
}
