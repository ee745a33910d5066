package io.calotype.encoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerClockTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final BrokerClock broker = new BrokerClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"-PT2H", "PT0S", "PT2H"})
    void aFreshRecordIsFreshHoweverTheClocksDiffer(Duration ahead) {
        // When
        var first = broker.ageOf(NOW.plus(ahead));
        var minuteOld = broker.ageOf(NOW.plus(ahead).minusSeconds(60));
        var second = broker.ageOf(NOW.plus(ahead));

        // Then
        assertThat(first).isZero();
        assertThat(minuteOld).hasMinutes(1);
        assertThat(second).isZero();
    }

    @Test
    void oldRecordsAreKnownAsSuchOnceAFreshOneWasRead() {
        assertThat(broker.ageOf(NOW.minusSeconds(600))).isZero();
        assertThat(broker.ageOf(NOW.minusSeconds(1))).isZero();
        assertThat(broker.ageOf(NOW.minusSeconds(600))).isGreaterThan(Duration.ofMinutes(9));
    }
}
