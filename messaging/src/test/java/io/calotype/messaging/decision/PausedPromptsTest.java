package io.calotype.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.PausedImages;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PausedPromptsTest {

    private static final Authority AUTHORITY = new Authority(new Owners(Set.of("/back-office")), ignored -> {});

    private final PausedPrompts paused = new PausedPrompts(2, AUTHORITY);

    @Test
    void theLastDecisionAboutAnImageCounts() {
        // When
        paused.apply(new PromptPaused("a", null, "/shop"));
        paused.apply(new PromptResumed("a", 1, "/shop"));
        paused.apply(new PromptPaused("b", 3, "/shop"));
        // Then
        assertThat(isPaused("a", 0)).isTrue();
        assertThat(isPaused("a", 1)).isFalse();
        assertThat(isPaused("a", 15)).isTrue();
        assertThat(isPaused("b", 0)).isFalse();
        assertThat(isPaused("b", 3)).isTrue();
        assertThat(isPaused("c", 0)).isFalse();
        // When
        paused.apply(new PromptResumed("a", null, "/shop"));
        // Then
        assertThat(isPaused("a", 15)).isFalse();
    }

    @Test
    void twiceIsOnce() {
        // When
        paused.apply(new PromptPaused("a", null, "/shop"));
        paused.apply(new PromptPaused("a", 4, "/shop"));
        paused.apply(new PromptCancelled("a", "/shop"));
        paused.apply(new PromptResumed("b", null, "/shop"));
        // Then
        assertThat(isPaused("a", 4)).isTrue();
        assertThat(isPaused("b", 4)).isFalse();
        // When
        paused.apply(new PromptResumed("a", null, "/shop"));
        // Then
        assertThat(isPaused("a", 4)).isFalse();
    }

    @Test
    void theOldestAreForgottenBeyondTheLimit() {
        // When
        paused.apply(new PromptPaused("resumed", null, "/shop"));
        paused.apply(new PromptResumed("resumed", null, "/shop"));
        paused.apply(new PromptPaused("a", null, "/shop"));
        paused.apply(new PromptPaused("b", null, "/shop"));
        paused.apply(new PromptPaused("a", 0, "/shop"));
        // Then
        assertThat(isPaused("a", 0)).isTrue();
        // When
        paused.apply(new PromptPaused("c", null, "/shop"));
        // Then
        assertThat(isPaused("a", 0)).isFalse();
        assertThat(isPaused("b", 0)).isTrue();
        assertThat(isPaused("c", 0)).isTrue();
    }

    @Test
    void whoMayNotDecideChangesNothingAndIsToldOnce() {
        // Given
        var ignored = new ArrayList<PromptDecision>();
        var decided = new PausedPrompts(2, new Authority(new Owners(Set.of("/back-office")), ignored::add));
        var foreign = new PromptPaused("a", null, "/somebody/else");
        // When
        decided.apply(foreign);
        // Then
        assertThat(decided.contains(new ImageId("a", 0), "/shop")).isFalse();
        assertThat(decided.of("a", "/shop")).isEqualTo(PausedImages.NONE);
        // When
        decided.apply(new PromptPaused("a", 3, "/shop"));
        decided.apply(new PromptResumed("a", null, "/somebody/else"));
        // Then
        assertThat(decided.contains(new ImageId("a", 3), "/shop")).isTrue();
        assertThat(decided.contains(new ImageId("a", 4), "/shop")).isFalse();
        assertThat(decided.of("a", "/shop").contains(3)).isTrue();
        assertThat(ignored).containsExactly(foreign, new PromptResumed("a", null, "/somebody/else"));
        // When
        decided.apply(new PromptResumed("a", 3, "/back-office"));
        // Then
        assertThat(decided.contains(new ImageId("a", 3), "/shop")).isFalse();
    }

    @Test
    void manySourcesTakeNoMoreThanABoundedPlace() {
        // When
        paused.apply(new PromptPaused("a", 1, "/shop"));
        for (int i = 0; i < 1000; i++) {
            paused.apply(new PromptPaused("a", 2, "/shop/" + i));
        }
        paused.apply(new PromptPaused("a", 5, "/shop"));
        // Then
        assertThat(isPaused("a", 2)).isFalse();
        assertThat(isPaused("a", 5)).isTrue();
    }

    private boolean isPaused(String promptId, int index) {
        return paused.contains(new ImageId(promptId, index), "/shop");
    }
}
