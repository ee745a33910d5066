package io.calotype.encoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PromptRouterTest {

    private final PromptRouter router =
            new PromptRouter("pictograms", "big", new TreeSet<>(List.of("other", "pictograms")));

    @Test
    void itsOwnPackStaysHere() {
        assertThat(router.elsewhere("pictograms", Topics.PROMPTS)).isEmpty();
    }

    @Test
    void anotherKnownPackGoesThere() {
        assertThat(router.elsewhere("other", Topics.PROMPTS)).contains("other");
    }

    @Test
    void aPromptWithoutModelTakesTheDeploymentsDefaultAtTheFrontDoor() {
        assertThat(router.elsewhere(null, Topics.PROMPTS)).contains("big");
    }

    @Test
    void aForwardedPromptWithoutModelStaysHere() {
        assertThat(router.elsewhere(null, Topics.prompts("pictograms"))).isEmpty();
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> router.elsewhere("sdxl", Topics.PROMPTS))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNKNOWN_MODEL);
                    assertThat(refusal.problem().detail())
                            .isEqualTo("model is sdxl; it must be one of big, other, pictograms");
                });
    }
}
