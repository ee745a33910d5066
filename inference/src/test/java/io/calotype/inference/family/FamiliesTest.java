package io.calotype.inference.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {

    @ParameterizedTest
    @CsvSource({"true, NONE", "false, NEGATIVE_PROMPT", ", NEGATIVE_PROMPT"})
    void aDistilledKleinTakesNoGuidance(Boolean distilled, GuidanceRule rule) {
        // Given
        var index = JsonNodeFactory.instance.objectNode().put("_class_name", "Flux2KleinPipeline");
        index.put("is_distilled", distilled);
        // Then
        assertThat(Families.of(index).orElseThrow().denoiser().guidance()).isEqualTo(rule);
    }

    @Test
    void theDefaultOfEachKleinIsItsPublishers() {
        // Given
        var index = JsonNodeFactory.instance.objectNode().put("_class_name", "Flux2KleinPipeline");
        var none = JsonNodeFactory.instance.objectNode();
        var configs = new Configs(none, none, none, none);
        // When
        var base = Families.of(index).orElseThrow().habits().of(configs);
        var distilled = Families.of(index.put("is_distilled", true))
                .orElseThrow()
                .habits()
                .of(configs);
        // Then
        assertThat(base).isEqualTo(new Habits.Habit(50, 4));
        assertThat(distilled).isEqualTo(new Habits.Habit(4, 1));
    }
}
