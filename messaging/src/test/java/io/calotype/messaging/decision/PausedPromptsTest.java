package io.calotype.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.spec.ImageId;
import org.junit.jupiter.api.Test;

class PausedPromptsTest {

    private final PausedPrompts paused = new PausedPrompts(2);

    @Test
    void theLastDecisionAboutAnImageCounts() {
        // When
        paused.apply(new PromptPaused("a", null));
        paused.apply(new PromptResumed("a", 1));
        paused.apply(new PromptPaused("b", 3));
        // Then
        assertThat(isPaused("a", 0)).isTrue();
        assertThat(isPaused("a", 1)).isFalse();
        assertThat(isPaused("a", 15)).isTrue();
        assertThat(isPaused("b", 0)).isFalse();
        assertThat(isPaused("b", 3)).isTrue();
        assertThat(isPaused("c", 0)).isFalse();
        // When
        paused.apply(new PromptResumed("a", null));
        // Then
        assertThat(isPaused("a", 15)).isFalse();
    }

    @Test
    void twiceIsOnce() {
        // When
        paused.apply(new PromptPaused("a", null));
        paused.apply(new PromptPaused("a", 4));
        paused.apply(new PromptCancelled("a"));
        paused.apply(new PromptResumed("b", null));
        // Then
        assertThat(isPaused("a", 4)).isTrue();
        assertThat(isPaused("b", 4)).isFalse();
        // When
        paused.apply(new PromptResumed("a", null));
        // Then
        assertThat(isPaused("a", 4)).isFalse();
    }

    @Test
    void theOldestAreForgottenBeyondTheLimit() {
        // When
        paused.apply(new PromptPaused("resumed", null));
        paused.apply(new PromptResumed("resumed", null));
        paused.apply(new PromptPaused("a", null));
        paused.apply(new PromptPaused("b", null));
        paused.apply(new PromptPaused("a", 0));
        // Then
        assertThat(isPaused("a", 0)).isTrue();
        // When
        paused.apply(new PromptPaused("c", null));
        // Then
        assertThat(isPaused("a", 0)).isFalse();
        assertThat(isPaused("b", 0)).isTrue();
        assertThat(isPaused("c", 0)).isTrue();
    }

    private boolean isPaused(String promptId, int index) {
        return paused.contains(new ImageId(promptId, index));
    }
}
