package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeniedWordsTest {

    private static final DeniedWords WORDS = DeniedWords.of(List.of("astronaut", " red  square ", "c++", "Äpfel", " "));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "an astronaut on the moon",
                "ASTRONAUT",
                "a (astronaut:1.4)",
                "a red square",
                "a Red-Square, please",
                "red\nsquare",
                "c",
                "grüne äpfel"
            })
    void aDeniedWordIsRefusedAndNotRepeated(String prompt) {
        assertThatThrownBy(() -> WORDS.requireNone(prompt))
                .isInstanceOf(Refusal.class)
                .hasMessage("DENIED: the prompt has a word that this deployment does not draw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "astronauts", "a red and a square", "squared red", "apfel"})
    void otherPromptsPass(String prompt) {
        assertThatCode(() -> WORDS.requireNone(prompt)).doesNotThrowAnyException();
    }

    @Test
    void withoutWordsEveryPromptPasses() {
        assertThatCode(() -> DeniedWords.of(List.of()).requireNone("an astronaut"))
                .doesNotThrowAnyException();
    }
}
