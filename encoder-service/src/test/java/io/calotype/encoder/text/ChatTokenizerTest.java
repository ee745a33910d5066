package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class ChatTokenizerTest {

    private static final int LENGTH = 512;

    /** Strings of every kind, and some that hold the model's own marks. */
    @Test
    void idsAreThoseOfTransformers() throws IOException {
        // Given
        var folder = FixturePacks.FIXTURES.resolve("qwen");
        var lines = Files.readAllLines(folder.resolve("token-ids.jsonl"));
        var softly = new SoftAssertions();
        try (var tokenizer = PromptTokenizer.open(folder, LENGTH)) {
            for (var line : lines) {
                var golden = new ObjectMapper().readTree(line);
                var expected = StreamSupport.stream(golden.path("ids").spliterator(), false)
                        .mapToLong(id -> id.asLong())
                        .limit(LENGTH)
                        .toArray();
                // When
                var tokens = tokenizer.tokenize(golden.path("text").asText());
                // Then
                int length = (int) Arrays.stream(tokens.mask()).sum();
                softly.assertThat(Arrays.copyOf(tokens.ids(), length))
                        .as(golden.path("text").toString())
                        .isEqualTo(expected);
            }
        }
        assertThat(lines).hasSize(503);
        softly.assertAll();
    }

    @Test
    void thePromptAloneIsShown() {
        try (var tokenizer = ChatTokenizer.open(FixturePacks.pack("z-image-turbo"), "tokenizer", LENGTH)) {
            // When
            var tokens = tokenizer.windows("a cat, 猫 👩\u200d🚀").get(0);
            // Then
            assertThat(String.join("", tokens.texts())).isEqualTo("acat,猫👩\u200d🚀");
            assertThat(tokens.texts()).startsWith("a", "c", "at", ",");
            assertThat(tokens.truncated()).isFalse();
        }
    }

    @Test
    void aLongPromptIsCutAtItsEndWithTheTemplate() {
        try (var tokenizer = ChatTokenizer.open(FixturePacks.pack("z-image-turbo"), "tokenizer", 8)) {
            // When
            var tokens = tokenizer.windows("cat ".repeat(20)).get(0);
            // Then
            assertThat(tokens.ids()).hasSize(8);
            assertThat(tokens.mask()).containsOnly(1);
            assertThat(tokens.truncated()).isTrue();
        }
    }

    @Test
    void aPackWithoutAChatTemplateIsRefused() {
        assertThatThrownBy(() -> ChatTokenizer.open(FixturePacks.pack("flux-dev"), "tokenizer_2", LENGTH))
                .isInstanceOf(PackException.class)
                .hasMessageEndingWith("tokenizer_2/prompt_template.json: is missing;"
                        + " export the checkpoint with models/export/export.py");
    }
}
