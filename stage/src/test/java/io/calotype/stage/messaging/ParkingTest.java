package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.admission.Admission;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParkingTest {

    private static final Duration WAIT = Duration.ofMillis(500);

    private final Admission admission = new Admission(1);

    @Test
    void whoWaitsLeavesItsPlaceAndGetsOneAgain() throws Exception {
        // Given
        var place = admission.enter().toCompletableFuture().join();
        // When
        var back = new Parking(1, WAIT).await(place).toCompletableFuture();
        var other = admission.enter().toCompletableFuture();
        // Then
        assertThat(other).isCompleted();
        TimeUnit.MILLISECONDS.sleep(2 * WAIT.toMillis());
        assertThat(back).isNotDone();
        other.join().leave();
        back.get(20, TimeUnit.SECONDS);
        assertThat(admission.taken()).isOne();
    }

    @Test
    void whereThereIsNoSpaceItKeepsItsPlace() throws Exception {
        // Given
        var place = admission.enter().toCompletableFuture().join();
        // When
        var back = new Parking(0, WAIT).await(place).toCompletableFuture();
        // Then
        assertThat(admission.enter().toCompletableFuture()).isNotDone();
        back.get(20, TimeUnit.SECONDS);
        assertThat(admission.taken()).isOne();
    }
}
