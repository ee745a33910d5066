package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.spec.Limits;
import io.calotype.encoder.config.LongPrompts;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {

    private static final int START = 49406;
    private static final int END = 49407;

    @TempDir
    private Path folder;

    @Test
    void idsOfTokenizerJsonAreThoseOfTransformers() throws IOException {
        assertThatFiveHundredStringsAgree("tokenizer.json");
    }

    @Test
    void idsOfVocabularyAndMergesAreThoseOfTransformers() throws IOException {
        assertThatFiveHundredStringsAgree("vocab.json", "merges.txt");
    }

    @Test
    void aWindowHasStartTextEndAndPadding() throws IOException {
        // Given
        try (var tokenizer = open(LongPrompts.CUT)) {
            // When
            var windows = tokenizer.windows("a cat");
            // Then
            assertThat(windows).hasSize(1);
            var tokens = windows.get(0);
            assertThat(tokens.ids()).hasSize(77).startsWith(START).endsWith(END);
            assertThat(tokens.ids()[3]).isEqualTo(END);
            assertThat(tokens.mask()).startsWith(1, 1, 1, 1, 0);
            assertThat(tokens.texts()).containsExactly("a", "cat");
            assertThat(tokens.truncated()).isFalse();
        }
    }

    @Test
    void whatDoesNotFitIsCutAndSaidToBe() throws IOException {
        try (var tokenizer = open(LongPrompts.CUT)) {
            // When
            var exact = tokenizer.windows("a ".repeat(75));
            var longer = tokenizer.windows("a ".repeat(76));
            // Then
            assertThat(exact).singleElement().matches(tokens -> !tokens.truncated());
            assertThat(longer).singleElement().matches(Tokens::truncated);
            assertThat(longer.get(0).ids()).isEqualTo(exact.get(0).ids()).endsWith(END);
        }
    }

    @Test
    void orFillsWindowsUpToTheLimit() throws IOException {
        try (var tokenizer = open(LongPrompts.CHUNK)) {
            // When
            var two = tokenizer.windows("a ".repeat(76));
            var most = tokenizer.windows("a ".repeat(2000));
            // Then
            assertThat(two).hasSize(2).allMatch(tokens -> tokens.ids().length == 77 && !tokens.truncated());
            assertThat(two.get(1).texts()).containsExactly("a");
            assertThat(most).hasSize(Limits.MAX_PROMPT_WINDOWS).last().matches(Tokens::truncated);
        }
    }

    @Test
    void aTokenizerThatIsNotJsonIsNamed() throws IOException {
        // Given
        FixturePacks.withTokenizer(folder);
        Files.writeString(folder.resolve("tokenizer/tokenizer.json"), "not JSON");
        var pack = ModelPack.draft(folder, "clip");
        // Then
        assertThatThrownBy(() -> ClipTokenizer.open(pack, "tokenizer", LongPrompts.CUT))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("tokenizer/tokenizer.json: is not valid JSON");
    }

    private ClipTokenizer open(LongPrompts rule) throws IOException {
        return ClipTokenizer.open(FixturePacks.withTokenizer(folder, "tokenizer.json"), "tokenizer", rule);
    }

    private void assertThatFiveHundredStringsAgree(String... files) throws IOException {
        // Given
        var lines = Files.readAllLines(FixturePacks.FIXTURES.resolve("clip/token-ids.jsonl"));
        var pack = FixturePacks.withTokenizer(folder, files);
        var softly = new SoftAssertions();
        try (var tokenizer = ClipTokenizer.open(pack, "tokenizer", LongPrompts.CUT)) {
            for (var line : lines) {
                JsonNode golden = new ObjectMapper().readTree(line);
                // When
                var ids = tokenizer.ids(golden.path("text").asText());
                // Then
                softly.assertThat(ids).as(golden.path("text").toString()).isEqualTo(numbers(golden.path("ids")));
            }
        }
        assertThat(lines).hasSize(500);
        softly.assertAll();
    }

    private static long[] numbers(JsonNode array) {
        var numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asLong();
        }
        return numbers;
    }
}
