package io.calotype.encoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptRouterTest {

    private final PromptRouter router =
            new PromptRouter("pictograms", "big", new TreeSet<>(List.of("other", "pictograms")), Map.of());

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
    void promptsForAReplacedPackGoToTheNewOne() {
        // Given
        var replaced = Map.of("sd15", "sd15-2");
        var old = new PromptRouter("sd15", "sd15", new TreeSet<>(), replaced);
        var next = new PromptRouter("sd15-2", "sd15", new TreeSet<>(), replaced);
        // Then
        assertThat(old.elsewhere("sd15", Topics.PROMPTS)).contains("sd15-2");
        assertThat(old.elsewhere(null, Topics.PROMPTS)).contains("sd15-2");
        assertThat(old.elsewhere("sd15", Topics.prompts("sd15"))).contains("sd15-2");
        assertThat(next.elsewhere("sd15", Topics.prompts("sd15-2"))).isEmpty();
        assertThat(next.elsewhere(null, Topics.prompts("sd15-2"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sd15, must read OLD=NEW",
        "sd15=, must read OLD=NEW",
        "a=b=c, must read OLD=NEW",
        "'a=b,b=c', names b as a new model and as an old one"
    })
    void aReplacementThatCannotWorkIsRefused(String configured, String fault) {
        assertThatThrownBy(() -> ServedPacks.replaced(List.of(configured.split(",", -1))))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith("calotype.encoder.replaced-models " + fault);
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
