package io.calotype.local.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.local.letter.DeadLetter.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

    @Test
    void theOriginalHasItsOwnHeadersAlone() {
        // Given
        var record = new ConsumerRecord<>("calotype.latents.sd15.dlq", 0, 17, "a/0".getBytes(UTF_8), new byte[0]);
        record.headers().add("ce_dataref", "s3://calotype/claims/a".getBytes(UTF_8));
        record.headers().add("dead-letter-reason", "no tensor\nat all".getBytes(UTF_8));
        var letter = new DeadLetter(record);
        // When
        var original = letter.original();
        // Then
        assertThat(original.topic()).isEqualTo("calotype.latents.sd15");
        assertThat(original.key()).isEqualTo("a/0".getBytes(UTF_8));
        assertThat(original.headers()).extracting("key").containsExactly("ce_dataref");
        assertThat(letter.place()).hasToString("calotype.latents.sd15.dlq/0/17");
        assertThat(letter.reason()).isEqualTo("no tensor");
    }

    @Test
    void aPlaceIsReadAsItIsWritten() {
        var place = new Place("calotype.prompts.dlq", 3, 1_234_567_890_123L);
        assertThat(Place.parse(place.toString())).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "calotype.prompts.dlq", "calotype.prompts.dlq/0", "t/-1/2", "t/0/x", "t/0/1/2"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Place.parse(text)).hasMessageStartingWith(text + " is no place of a letter");
    }
}
