package io.calotype.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelledPromptsTest {

    @Test
    void forgetsTheOldestBeyondTheLimit() {
        // Given
        var cancellations = new CancelledPrompts(2);
        // When
        cancellations.add("first");
        cancellations.add("second");
        cancellations.add("first");
        cancellations.add("third");
        // Then
        assertThat(cancellations.contains("first")).isFalse();
        assertThat(cancellations.contains("second")).isTrue();
        assertThat(cancellations.contains("third")).isTrue();
        assertThat(cancellations.contains("fourth")).isFalse();
    }
}
