package io.calotype.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that the API serves are those of the prompt event's schema. */
class PromptLimitsTest {

    private static final PromptLimits LIMITS = PromptLimits.ofPipeline(OptionalInt.of(2));
    private static final ObjectMapper JSON =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @ParameterizedTest
    @ValueSource(strings = {"width", "height", "steps", "guidance_scale", "guidance_rescale", "n", "priority"})
    void rangesAreThoseOfTheSchema(String field) throws IOException {
        // When
        JsonNode served = JSON.valueToTree(LIMITS).path(field);
        // Then
        assertThat(served.path("minimum").asInt(-1))
                .isEqualTo(schema(field).path("minimum").asInt());
        assertThat(served.path("maximum").asInt(-1))
                .isEqualTo(schema(field).path("maximum").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt", "negative_prompt"})
    void lengthsAreThoseOfTheSchema(String field) throws IOException {
        assertThat(schema(field).path("maxLength").asInt()).isEqualTo(LIMITS.promptLength());
    }

    @Test
    void waysToWeighWordsAreThoseOfTheSchema() throws IOException {
        // When
        var names = new ArrayList<String>();
        schema("prompt_weights").path("enum").forEach(name -> names.add(name.asText(null)));
        // Then
        assertThat(names).containsAll(LIMITS.promptWeights()).hasSize(4); // and null
    }

    @Test
    void factorsAreThoseOfTheUpscaler() {
        assertThat(LIMITS.upscale()).containsExactly(2);
        assertThat(PromptLimits.ofPipeline(OptionalInt.empty()).upscale()).isEmpty();
    }

    private static JsonNode schema(String field) throws IOException {
        var resource = "META-INF/calotype/schemas/prompt-requested.v1.json";
        try (var stream = PromptLimitsTest.class.getClassLoader().getResourceAsStream(resource)) {
            return JSON.readTree(stream).path("properties").path(field);
        }
    }
}
