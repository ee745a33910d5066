package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTextTest {
    @Test
    void isComposed() {
        assertThat(PromptText.normalise("prompt", "cre\u0300me \u1112\u1161\u11ab"))
                .isEqualTo("cr\u00e8me \ud55c");
    }

    @Test
    void keepsTabsAndLines() {
        assertThat(PromptText.normalise("prompt", "a\tb\nc\r\nd\re")).isEqualTo("a\tb\nc\nd\ne");
    }

    @Test
    void keepsEmojiAndTheirJoiners() {
        // Given
        var family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        // Then
        assertThat(PromptText.normalise("prompt", family)).isEqualTo(family);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x07, 0x1b, 0x7f, 0x85, 0x9f, 0xd800, 0xdc00})
    void namesTheCharacterThatIsRefused(int c) {
        assertThatThrownBy(() -> PromptText.normalise("prompt", "ab" + (char) c + "d"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("U+%04X at 2".formatted(c));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\n", "\u200b", "\ufeff\u2060", "\u200e\u00ad"})
    void isBlankWhereNobodySeesAnything(String text) {
        assertThatThrownBy(() -> PromptText.require("prompt", text)).hasMessageContaining("prompt is blank");
    }

    @Test
    void countsCodePointsOfTheComposedText() {
        // Given
        int most = Limits.MAX_PROMPT_CODE_POINTS;
        // Then
        assertThat(PromptText.normalise("prompt", "e\u0301".repeat(most))).hasSize(most);
        assertThat(PromptText.normalise("prompt", "\ud83c\udf4e".repeat(most))).hasSize(2 * most);
        assertThatThrownBy(() -> PromptText.normalise("prompt", "a".repeat(most + 1)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: prompt is 4001 code points long; at most 4000");
    }
}
