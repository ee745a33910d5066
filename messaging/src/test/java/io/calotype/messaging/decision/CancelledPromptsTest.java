package io.calotype.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CancelledPromptsTest {

    private static final Authority AUTHORITY = new Authority(new Owners(Set.of("/back-office")), ignored -> {});

    private final CancelledPrompts cancelled = new CancelledPrompts(2, AUTHORITY);

    @Test
    void forgetsTheOldestBeyondTheLimit() {
        // When
        cancelled.add(new PromptCancelled("first", "/shop"));
        cancelled.add(new PromptCancelled("second", "/shop"));
        cancelled.add(new PromptCancelled("first", "/shop"));
        cancelled.add(new PromptCancelled("third", "/shop"));
        // Then
        assertThat(contains("first", 0)).isFalse();
        assertThat(contains("second", 15)).isTrue();
        assertThat(contains("third", 0)).isTrue();
        assertThat(contains("fourth", 0)).isFalse();
    }

    @Test
    void anImageIsCancelledByItselfForTheReasonThatCameFirst() {
        // When
        cancelled.add(new PromptCancelled("apple", 3, "too dark", "/shop"));
        cancelled.add(new PromptCancelled("apple", 3, "too late", "/shop"));
        // Then
        assertThat(contains("apple", 3)).isTrue();
        assertThat(contains("apple", 2)).isFalse();
        // When
        cancelled.add(new PromptCancelled("apple", null, "sold out", "/shop"));
        cancelled.add(new PromptCancelled("apple", 2, "too bright", "/shop"));
        // Then
        assertThat(cancelled.reason(new ImageId("apple", 3), "/shop")).isEqualTo("too dark");
        assertThat(cancelled.reason(new ImageId("apple", 2), "/shop")).isEqualTo("sold out");
        assertThat(cancelled.reason(new ImageId("pear", 2), "/shop")).isNull();
    }

    @Test
    void whoMayNotDecideCancelsNothingAndHidesNoOthersDecision() {
        // When
        cancelled.add(new PromptCancelled("apple", null, "mine now", "/somebody/else"));
        // Then
        assertThat(contains("apple", 3)).isFalse();
        assertThat(cancelled.reason(new ImageId("apple", 3), "/somebody/else")).isEqualTo("mine now");
        // When
        cancelled.add(new PromptCancelled("apple", 3, "too dark", "/shop"));
        cancelled.add(new PromptCancelled("apple", 2, "sold out", "/back-office"));
        // Then
        assertThat(cancelled.reason(new ImageId("apple", 3), "/shop")).isEqualTo("too dark");
        assertThat(contains("apple", 2)).isTrue();
        assertThat(contains("apple", 1)).isFalse();
    }

    private boolean contains(String promptId, int index) {
        return cancelled.contains(new ImageId(promptId, index), "/shop");
    }
}
