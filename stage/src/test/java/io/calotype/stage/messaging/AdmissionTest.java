package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AdmissionTest {

    @Test
    void handsOutItsPlacesAtOnce() {
        // Given
        var admission = new Admission(2);
        // When
        var first = admission.enter().toCompletableFuture();
        var second = admission.enter().toCompletableFuture();
        var third = admission.enter().toCompletableFuture();
        // Then
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(admission.taken()).isEqualTo(2);
    }

    @Test
    void whoWaitsLongestComesNext() {
        // Given
        var admission = new Admission(1);
        admission.enter();
        var second = admission.enter().toCompletableFuture();
        var third = admission.enter().toCompletableFuture();
        // When
        admission.leave();
        // Then
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(admission.taken()).isEqualTo(1);
    }

    @Test
    void closedItAdmitsNobody() {
        // Given
        var admission = new Admission(1);
        admission.enter();
        var waiting = admission.enter().toCompletableFuture();
        // When
        admission.close();
        admission.leave();
        var late = admission.enter().toCompletableFuture();
        // Then
        assertThat(waiting).isNotDone();
        assertThat(late).isNotDone();
        assertThat(admission.taken()).isZero();
    }

    @Test
    void waitsForWhatIsUnderWay() throws InterruptedException {
        // Given
        var admission = new Admission(1);
        admission.enter();
        // When
        admission.close();
        // Then
        assertThat(admission.awaitEmpty(10)).isFalse();
        admission.leave();
        assertThat(admission.awaitEmpty(10)).isTrue();
    }

    @Test
    void needsAtLeastOnePlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Admission(0))
                .withMessage("there must be at least 1 place, not 0");
    }
}
