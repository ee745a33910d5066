package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StageTimingsTest {

    @Test
    void aRecordThatIsAMonthOldOrOfTomorrowHasATimeThatCanBeWritten() {
        // When
        var timings = StageTimings.none()
                .with(Stage.ENCODE, Duration.ofDays(30), Duration.ofMillis(4))
                .with(Stage.DENOISE, Duration.ofDays(-1), Duration.ofMillis(5));

        // Then
        assertThat(timings.stages())
                .containsEntry(Stage.ENCODE, new StageTimings.Timing(Integer.MAX_VALUE, 4))
                .containsEntry(Stage.DENOISE, new StageTimings.Timing(0, 5));
    }
}
