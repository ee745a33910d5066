package io.calotype.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.spec.ImageId;
import org.junit.jupiter.api.Test;

class CancelledPromptsTest {

    private final CancelledPrompts cancelled = new CancelledPrompts(2);

    @Test
    void forgetsTheOldestBeyondTheLimit() {
        // When
        cancelled.add(new PromptCancelled("first"));
        cancelled.add(new PromptCancelled("second"));
        cancelled.add(new PromptCancelled("first"));
        cancelled.add(new PromptCancelled("third"));
        // Then
        assertThat(contains("first", 0)).isFalse();
        assertThat(contains("second", 15)).isTrue();
        assertThat(contains("third", 0)).isTrue();
        assertThat(contains("fourth", 0)).isFalse();
    }

    @Test
    void anImageIsCancelledByItselfForTheReasonThatCameFirst() {
        // When
        cancelled.add(new PromptCancelled("apple", 3, "too dark"));
        cancelled.add(new PromptCancelled("apple", 3, "too late"));
        // Then
        assertThat(contains("apple", 3)).isTrue();
        assertThat(contains("apple", 2)).isFalse();
        // When
        cancelled.add(new PromptCancelled("apple", null, "sold out"));
        cancelled.add(new PromptCancelled("apple", 2, "too bright"));
        // Then
        assertThat(cancelled.reason(new ImageId("apple", 3))).isEqualTo("too dark");
        assertThat(cancelled.reason(new ImageId("apple", 2))).isEqualTo("sold out");
        assertThat(cancelled.reason(new ImageId("pear", 2))).isNull();
    }

    private boolean contains(String promptId, int index) {
        return cancelled.contains(new ImageId(promptId, index));
    }
}
