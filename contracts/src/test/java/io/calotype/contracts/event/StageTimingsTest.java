package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageTimingsTest {

    @Test
    void aRecordThatIsAMonthOldOrOfTomorrowHasATimeThatCanBeWritten() {
        // When
        var timings = StageTimings.none()
                .with("encode", Duration.ofDays(30), Duration.ofMillis(4))
                .with("denoise", Duration.ofDays(-1), Duration.ofMillis(5));

        // Then
        assertThat(timings.stages())
                .containsEntry("encode", new StageTimings.Timing(Integer.MAX_VALUE, 4))
                .containsEntry("denoise", new StageTimings.Timing(0, 5));
    }
}
