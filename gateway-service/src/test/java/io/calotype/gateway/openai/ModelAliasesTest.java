package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.json.StrictJson;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelAliasesTest {

    @ParameterizedTest
    @CsvSource({"gpt-image-1,pictograms", "dall-e-3,", "'',", "sdxl,sdxl"})
    void anAliasStandsForAModelOrTheDefault(String asked, String model) {
        // Given
        var prompt = StrictJson.object().put("model", asked);
        // When
        new ModelAliases(List.of("gpt-image-1=pictograms", " dall-e-3 = ")).resolve(prompt);
        // Then
        assertThat(prompt.path("model").asText(null)).isEqualTo(model);
    }

    @Test
    void thereIsNoneUnlessTheOperatorNamesIt() {
        // Given
        var prompt = StrictJson.object().put("model", "gpt-image-1");
        // When
        new ModelAliases(List.of()).resolve(prompt);
        // Then
        assertThat(prompt.path("model").asText()).isEqualTo("gpt-image-1");
    }

    @Test
    void aMalformedAliasIsNamed() {
        assertThatThrownBy(() -> new ModelAliases(List.of("gpt-image-1")))
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("calotype.gateway.model-aliases", "gpt-image-1");
    }
}
