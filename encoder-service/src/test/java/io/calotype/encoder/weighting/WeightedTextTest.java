package io.calotype.encoder.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.PromptWeights;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a red cat | a red cat@1.00",
                "a (red:1.4) cat | a @1.00,red@1.40, cat@1.00",
                "a (red) cat | a @1.00,red@1.10, cat@1.00",
                "a [red] cat | a @1.00,red@0.91, cat@1.00",
                "((red)) ((cat:1.5)) | red@1.21, @1.00,cat@1.65",
                "(a (red:1.5) cat:2) | a @2.00,red@3.00, cat@2.00",
                "a \\(red\\) [\\[cat\\]] | a (red) @1.00,[cat]@0.91",
                "a \\\\ cat | a \\ cat@1.00",
                "a (red cat | a @1.00,red cat@1.10",
                "a red) cat] | a red) cat]@1.00",
                "(red: a cat) | red: a cat@1.10",
                "at 10:30 (or 11:15 am) | at 10:30 @1.00,or 11:15 am@1.10",
                "(red : 1.2 ) cat | red @1.20, cat@1.00",
                "(.5:.5) (<cat-toy>:1.2) | .5@0.50, @1.00,<cat-toy>@1.20",
                "a cat BREAK (red) BREAK | a cat@1.00 / red@1.10 / @1.00",
                "BREAKFAST and GRAND | BREAKFAST and GRAND@1.00",
            })
    void a1111(String prompt, String expected) {
        assertThat(shown(WeightedText.read(PromptWeights.A1111, "prompt", prompt)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a red cat | a red cat@1.00",
                "a (red)1.4 cat | a@1.00,red@1.40,cat@1.00",
                "a red++ cat- | a@1.00,red@1.21,cat@0.90",
                "(red cat)- (mat)+ | red cat@0.90,mat@1.10",
                "(a (red)1.5 cat)2 | a@2.00,red@3.00,cat@2.00",
                "\"red cat\"1.3 a \"mat\" | red cat@1.30,a mat@1.00",
                "a \\(red\\) \\\"cat\\\" C\\+ | a (red) \"cat\" C+@1.00",
                "a (red cat | a ( red cat@1.00",
                "red+, mid-air - cat | red@1.10,, mid-air - cat@1.00",
                "(red) 1.4 | red 1.4@1.00",
                "(<cat-toy>)1.2 | <cat-toy>@1.20",
            })
    void compel(String prompt, String expected) {
        assertThat(shown(WeightedText.read(PromptWeights.COMPEL, "prompt", prompt)))
                .isEqualTo(expected);
    }

    @Test
    void offIsTheTextItself() {
        // When
        var text = WeightedText.read(PromptWeights.OFF, "prompt", "a (red:1.4) \\(cat) AND BREAK");
        // Then
        assertThat(text.isPlain()).isTrue();
        assertThat(text.text()).isEqualTo("a (red:1.4) \\(cat) AND BREAK");
    }

    @Test
    void theWordsAreThereWithoutTheSyntax() {
        assertThat(WeightedText.read(PromptWeights.A1111, "prompt", "a (red:1.4) cat BREAK [mat]")
                        .text())
                .isEqualTo("a red cat mat");
        assertThat(WeightedText.read(PromptWeights.COMPEL, "prompt", "a (red)1.4 cat++")
                        .text())
                .isEqualTo("a red cat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A1111 | a (red:11) | LIMIT_EXCEEDED: the weight at character 8 of prompt is 11.0; it must be from 0 to 10",
                "A1111 | a (red:-1) | LIMIT_EXCEEDED: the weight at character 8 of prompt is -1.0; it must be from 0 to 10",
                "A1111 | ((red:9):9) | LIMIT_EXCEEDED: the weight at character 3 of prompt is 81.0; it must be from 0 to 10",
                "A1111 | 🐱 (red:1,2) | INVALID_PARAMETER: the weight at character 8 of prompt is no number, such as 1.2",
                "A1111 | (red:1.2.3) | INVALID_PARAMETER: the weight at character 6 of prompt is no number, such as 1.2",
                "A1111 | (red:1e3) | INVALID_PARAMETER: the weight at character 6 of prompt is no number, such as 1.2",
                "A1111 | (red:NaN) | INVALID_PARAMETER: the weight at character 6 of prompt is no number, such as 1.2",
                "A1111 | cat AND dog | UNSUPPORTED: AND, several prompts in one, at character 5 of prompt is not supported",
                "A1111 | a [cat:dog:0.5] | UNSUPPORTED: a prompt that changes from step to step, such as [cat:dog:0.5], at character 3 of prompt is not supported",
                "A1111 | [cat¦dog] | UNSUPPORTED: a prompt that changes from step to step, such as [cat:dog:0.5], at character 1 of prompt is not supported",
                "A1111 | <lora:brand:0.8> | UNSUPPORTED: a network such as <lora:name:1> at character 1 of prompt is not supported",
                "COMPEL | a (red)11 | LIMIT_EXCEEDED: the weight at character 8 of prompt is 11.0; it must be from 0 to 10",
                "COMPEL | a (red)1.2.3 | INVALID_PARAMETER: the weight at character 8 of prompt is no number, such as 1.2",
                "COMPEL | a cat+++++++++++++++++++++++++ | LIMIT_EXCEEDED: the weight at character 3 of prompt is 10.834705943388395; it must be from 0 to 10",
                "COMPEL | a (cat).swap(dog) | UNSUPPORTED: an operator such as .swap() or .blend() at character 8 of prompt is not supported",
                "COMPEL | withLora(brand) | UNSUPPORTED: withLora() at character 1 of prompt is not supported",
            })
    void whatCannotBeDoneIsRefusedByItsPlace(PromptWeights rule, String prompt, String problem) {
        assertThatThrownBy(() -> WeightedText.read(rule, "prompt", prompt.replace('¦', '|')))
                .isInstanceOf(Refusal.class)
                .hasMessage(problem);
    }

    @Test
    void compelDoesNotBlendWithoutEnd() {
        assertThatThrownBy(() -> WeightedText.read(PromptWeights.COMPEL, "prompt", "a b- ".repeat(40)))
                .isInstanceOf(Refusal.class)
                .hasMessage("LIMIT_EXCEEDED: prompt has 40 pieces that weigh less than 1; at most 32");
    }

    @ParameterizedTest
    @EnumSource(
            value = PromptWeights.class,
            names = {"A1111", "COMPEL"})
    void anyTextIsReadOrRefused(PromptWeights rule) {
        for (var piece : List.of(
                "(", ")", "[", "]", "\\", "\"", ":", "+", "-", "(a", "\\\n", "((:1)", "\"(", "(\"", " BREAK ", "a|")) {
            assertThat(WeightedText.read(rule, "prompt", "a " + piece + " cat")).isNotNull();
            try {
                WeightedText.read(rule, "prompt", piece.repeat(4000 / piece.length()));
            } catch (Refusal refusal) {
                assertThat(refusal.problem().detail()).doesNotContain(piece.repeat(100));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a (red:1.2) cat", "a (red cat)1.3", "(cat)++", "(cat :.5 )"})
    void looksWeighted(String prompt) {
        assertThat(WeightedText.seemsWeighted(prompt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a (red) cat", "a [cat]", "C++ code", "(at 10:30 am)", "a cat: 3", "(see above). A cat"})
    void looksPlain(String prompt) {
        assertThat(WeightedText.seemsWeighted(prompt)).isFalse();
    }

    private static String shown(WeightedText text) {
        return text.windows().stream()
                .map(window -> window.stream()
                        .map(fragment -> String.format(Locale.ROOT, "%s@%.2f", fragment.text(), fragment.weight()))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining(" / "));
    }
}
