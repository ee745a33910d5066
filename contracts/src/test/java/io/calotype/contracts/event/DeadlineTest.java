package io.calotype.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    @Test
    void comesBack() {
        // Given
        var prompt = new PromptRequested(Samples.ORIGIN, PromptParameters.of("a cat"), NOON);
        // Then
        assertThat(Events.promptRequested(Events.of(prompt))).isEqualTo(prompt);
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-31T13:00:00+01:00, 2030-01-31T12:00:00Z",
        "2030-02-30T12:00:00z, 2030-02-28T12:00:00Z",
        "2999-12-31T23:59:59-01:00, 2999-12-31T23:59:59Z"
    })
    void isAnInstant(String text, Instant instant) {
        assertThat(read("{\"prompt\":\"a cat\",\"deadline\":\"" + text + "\"}").deadline())
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"soon", "2030-01-31", "2030-01-31T12:00:00", "2030-01-31T24:00:00Z", "3000-01-01T00:00:00Z"})
    void namesItselfWhenItIsNoTime(String text) {
        assertThatThrownBy(() -> read("{\"prompt\":\"a cat\",\"deadline\":\"" + text + "\"}"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("deadline must be a time as in RFC 3339");
    }

    @ParameterizedTest
    @CsvSource({"2030-01-31T11:00:00Z, 2030-01-31T11:00:00Z", "2030-01-31T13:00:00Z, 2030-01-31T12:00:00Z"})
    void isTheEarlierOfTheFieldAndTheAttribute(String attribute, Instant deadline) {
        // Given
        var event = CloudEventBuilder.v1()
                .withId("apple-7")
                .withSource(URI.create("/shop"))
                .withType(EventTypes.PROMPT_REQUESTED)
                .withExtension("expirytime", attribute)
                .withData(
                        "{\"prompt\":\"a cat\",\"deadline\":\"2030-01-31T12:00:00Z\"}".getBytes(StandardCharsets.UTF_8))
                .build();
        // Then
        assertThat(Events.promptRequested(event).deadline()).isEqualTo(deadline);
    }

    @Test
    void doesNotMakeItAnotherRequest() {
        // Given
        var prompt = new PromptRequested(Samples.ORIGIN, PromptParameters.of("a cat"));
        var hasty = new PromptRequested(prompt.origin(), prompt.parameters(), NOON);
        // Then
        assertThat(RequestDigest.of(hasty)).isEqualTo(RequestDigest.of(prompt));
    }

    private static PromptRequested read(String json) {
        return Events.promptRequested(json.getBytes(StandardCharsets.UTF_8), "apple-7", "/shop");
    }
}
