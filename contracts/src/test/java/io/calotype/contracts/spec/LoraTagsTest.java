package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraTagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a cat <lora:brand:0.8> on a mat | a cat on a mat | 0.8",
                "<lora:brand>a cat | a cat | 1",
                "a cat<lora:brand:-1.5> | a cat | -1.5",
                "a cat <lora:brand: .5 > | a cat | 0.5",
                "<lora:brand:0>, a cat | , a cat | 0",
            })
    void aLoraIsTakenOutOfTheText(String prompt, String text, double scale) {
        // When
        var read = LoraTags.read(prompt, List.of());
        // Then
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.loras()).containsExactly(new LoraRequest("brand", scale, null));
    }

    @ParameterizedTest
    @CsvSource({"a < b", "<lora:>", "<hypernet:x:1>", "<loras:x:1>", "a <lora:b", "<lora:b<lora:c"})
    void otherTextStaysAsItIs(String prompt) {
        assertThat(LoraTags.read(prompt, List.of())).isEqualTo(new LoraTags(prompt, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a <lora:brand:much> | the strength of a LoRA is no number, such as 0.8",
                "a <lora:brand:5> | loras is 5.0; it must be from -4 to 4",
                "a <lora:brand:1:0.5> | strengths of its own for the text encoder are not supported",
                "a <lora:brand:1><lora:brand:1> | loras has brand twice",
                "a <lora:my brand:1> | loras must be 1 to 64 letters, digits or . _ - and begin with a letter or digit",
                "<lora:brand:1> | prompt is blank",
                "a gu<lo<lora:brand:0>ra:ink:0>n | a LoRA's tag is inside another's",
            })
    void whatIsWrongIsSaid(String prompt, String detail) {
        assertThatThrownBy(() -> PromptParameters.of(prompt))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.problem().detail()).contains(detail));
    }

    @Test
    void thoseBesideThePromptComeBehindThoseInIt() {
        // When
        var prompt = PromptParameters.of("a cat <lora:ink:0.5>").withMore(List.of(new LoraRequest("brand", 1, null)));
        // Then
        assertThat(prompt.prompt()).isEqualTo("a cat");
        assertThat(prompt.loras()).extracting(LoraRequest::name).containsExactly("ink", "brand");
        // Then
        assertThatThrownBy(() -> prompt.withMore(List.of(new LoraRequest("ink", 1, null))))
                .hasMessageContaining("loras has ink twice");
    }
}
