package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class T5TokenizerTest {

    private static final Path FOLDER = FixturePacks.FIXTURES.resolve("t5");
    private static final int LONGEST = 512; // of Flux.1 dev, the longest there is
    private static final int END = 1;

    @TempDir
    private Path folder;

    @Test
    void idsAreThoseOfTransformers() throws IOException {
        // Given
        var lines = Files.readAllLines(FOLDER.resolve("token-ids.jsonl"));
        var softly = new SoftAssertions();
        try (var tokenizer = T5Tokenizer.open(FOLDER, LONGEST)) {
            for (var line : lines) {
                var golden = new ObjectMapper().readTree(line);
                var expected = StreamSupport.stream(golden.path("ids").spliterator(), false)
                        .mapToLong(id -> id.asLong())
                        .limit(LONGEST)
                        .toArray();
                // When
                var ids = tokenizer.ids(golden.path("text").asText());
                // Then
                boolean cut = golden.path("ids").size() > LONGEST;
                expected[expected.length - 1] = cut ? END : expected[expected.length - 1];
                softly.assertThat(ids).as(golden.path("text").toString()).isEqualTo(expected);
            }
        }
        assertThat(lines).hasSize(500);
        softly.assertAll();
    }

    @Test
    void aTextIsPaddedWithZerosAndCutBeforeItsEnd() {
        try (var tokenizer = T5Tokenizer.open(FOLDER, 8)) {
            // When
            var padded = tokenizer.windows("a cat").get(0);
            var cut = tokenizer.windows("a cat ".repeat(10)).get(0);
            // Then
            assertThat(padded.ids()).hasSize(8).containsSequence(END, 0, 0).endsWith(0);
            assertThat(padded.texts()).containsExactly("a", "cat");
            assertThat(padded.truncated()).isFalse();
            assertThat(cut.ids()).hasSize(8).endsWith(END);
            assertThat(cut.truncated()).isTrue();
        }
    }

    @Test
    void aTokenizerThatIsNoneIsNamed() throws IOException {
        // Given
        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        // Then
        assertThatThrownBy(() -> T5Tokenizer.open(folder, 8))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("tokenizer.json: is no tokenizer");
    }
}
