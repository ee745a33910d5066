package io.calotype.messaging.admission;

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
        var first = enter(admission);
        var second = admission.enter().toCompletableFuture();
        var third = admission.enter().toCompletableFuture();
        // When
        first.leave();
        // Then
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(admission.taken()).isEqualTo(1);
    }

    @Test
    void closedItAdmitsNobody() {
        // Given
        var admission = new Admission(1);
        var first = enter(admission);
        var waiting = admission.enter().toCompletableFuture();
        // When
        admission.close();
        first.leave();
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
        var place = enter(admission);
        // When
        admission.close();
        // Then
        assertThat(admission.awaitEmpty(10)).isFalse();
        place.leave();
        assertThat(admission.awaitEmpty(10)).isTrue();
    }

    @Test
    void whoWantsToBeAloneWaitsForTheOthersAndKeepsLaterOnesOut() {
        // Given
        var admission = new Admission(3);
        var first = enter(admission);
        var second = enter(admission);
        // When
        var alone = first.alone().toCompletableFuture();
        var later = admission.enter().toCompletableFuture();
        assertThat(alone).isNotDone();
        second.leave();
        // Then
        assertThat(alone).isCompletedWithValue(first);
        assertThat(later).isNotDone();
        first.leave();
        assertThat(later).isCompleted();
        assertThat(admission.taken()).isEqualTo(1);
    }

    @Test
    void whoIsAloneAlreadyStaysInHisTurn() {
        // Given
        var admission = new Admission(1);
        var first = enter(admission);
        var later = admission.enter().toCompletableFuture();
        // When
        var alone = first.alone().toCompletableFuture();
        // Then
        assertThat(alone).isCompletedWithValue(first);
        assertThat(later).isNotDone();
    }

    @Test
    void twoWhoWantToBeAloneAreSoOneAfterTheOther() {
        // Given
        var admission = new Admission(2);
        var first = enter(admission);
        var second = enter(admission);
        // When
        var firstAlone = first.alone().toCompletableFuture();
        var secondAlone = second.alone().toCompletableFuture();
        // Then
        assertThat(secondAlone).isCompleted();
        assertThat(firstAlone).isNotDone();
        second.leave();
        assertThat(firstAlone).isCompleted();
        first.leave();
        assertThat(admission.taken()).isZero();
    }

    @Test
    void leavingTwiceGivesBackOnce() {
        // Given
        var admission = new Admission(2);
        var place = enter(admission);
        enter(admission);
        // When
        place.leave();
        place.leave();
        // Then
        assertThat(admission.taken()).isEqualTo(1);
    }

    @Test
    void closedItLeavesNobodyAlone() {
        // Given
        var admission = new Admission(2);
        var place = enter(admission);
        // When
        admission.close();
        var alone = place.alone().toCompletableFuture();
        // Then
        assertThat(alone).isNotDone();
        assertThat(admission.taken()).isZero();
    }

    @Test
    void needsAtLeastOnePlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Admission(0))
                .withMessage("there must be at least 1 place, not 0");
    }

    private static Admission.Place enter(Admission admission) {
        return admission.enter().toCompletableFuture().join();
    }
}
