package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepWatchdogTest {

    private final AtomicLong now = new AtomicLong();
    private final StepWatchdog watchdog = new StepWatchdog(Duration.ofSeconds(60), 20, now::get);

    @Test
    void aStepHangsAfterTheTimeout() {
        watchdog.watch(() -> {
            pass(60);
            assertThat(watchdog.hangs()).isFalse();
            pass(1);
            assertThat(watchdog.hangs()).isTrue();
            assertThat(watchdog.elapsed()).isEqualTo(Duration.ofSeconds(61));
        });
        assertThat(watchdog.hangs()).isFalse();
    }

    @Test
    void aStepMayTakeAMultipleOfTheUsualOne() {
        // Given
        for (int i = 0; i < 5; i++) {
            watchdog.watch(() -> pass(10));
        }
        // Then
        watchdog.watch(() -> {
            pass(200);
            assertThat(watchdog.hangs()).isFalse();
            pass(1);
            assertThat(watchdog.hangs()).isTrue();
        });
    }

    @Test
    void nothingHangsBetweenSteps() {
        // Given
        watchdog.watch(() -> pass(1));
        // When
        pass(10_000);
        // Then
        assertThat(watchdog.hangs()).isFalse();
        assertThat(watchdog.elapsed()).isZero();
    }

    @Test
    void aFailedStepHasEnded() {
        // When
        assertThatThrownBy(() -> watchdog.watch(() -> {
                    throw new IllegalStateException("planted");
                }))
                .isInstanceOf(IllegalStateException.class);
        pass(1_000);
        // Then
        assertThat(watchdog.hangs()).isFalse();
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
