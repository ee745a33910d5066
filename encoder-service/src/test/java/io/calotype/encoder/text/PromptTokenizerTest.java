package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTokenizerTest {

    /** A WordPiece tokenizer of a dozen words, in the form of all-MiniLM-L6-v2's. */
    static Path tinyTokenizer() {
        try {
            return Path.of(PromptTokenizerTest.class
                            .getResource("/tiny-tokenizer/tokenizer.json")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aShortTextIsPadded() {
        try (var tokenizer = PromptTokenizer.open(tinyTokenizer(), 8)) {
            // When
            var tokens = tokenizer.tokenize("A red Apple");

            // Then
            assertThat(tokens.ids()).containsExactly(101, 2, 3, 4, 102, 0, 0, 0);
            assertThat(tokens.mask()).containsExactly(1, 1, 1, 1, 1, 0, 0, 0);
            assertThat(tokens.texts()).containsExactly("[CLS]", "a", "red", "apple", "[SEP]");
            assertThat(tokens.truncated()).isFalse();
        }
    }

    @Test
    void aLongTextIsCutBeforeTheLastToken() {
        try (var tokenizer = PromptTokenizer.open(tinyTokenizer(), 4)) {
            // When
            var tokens = tokenizer.tokenize("a red apple on a mat");

            // Then
            assertThat(tokens.texts()).containsExactly("[CLS]", "a", "red", "[SEP]");
            assertThat(tokens.truncated()).isTrue();
        }
    }

    @Test
    void anEmptyTextHasOnlyTheSpecialTokens() {
        try (var tokenizer = PromptTokenizer.open(tinyTokenizer(), 4)) {
            assertThat(tokenizer.tokenize("").texts()).containsExactly("[CLS]", "[SEP]");
        }
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> PromptTokenizer.open(folder, 4)).hasMessageContaining("tokenizer.json");
    }
}
