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
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThatThrownBy(() -> ClipTokenizer.open(pack, "tokenizer", 77, LongPrompts.CUT))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("tokenizer/tokenizer.json: is not valid JSON");
    }

    /** The ids are those that {@code CLIPTokenizerFast} of transformers 4.57 gives for the same folder. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenizer_config.json | {'added_tokens_decoder': {'1000': {'content': '<cat-toy>', 'lstrip': false,"
                        + " 'normalized': true, 'rstrip': false, 'single_word': false, 'special': false}}}",
                "added_tokens.json | {'<cat-toy>': 1000}"
            })
    void anAddedTokenIsOneId(String file, String json) throws IOException {
        // Given
        copyTokenizer("sd15");
        Files.delete(folder.resolve("tokenizer/tokenizer_config.json"));
        Files.writeString(folder.resolve("tokenizer").resolve(file), json.replace('\'', '"'));
        // Then
        assertThat(ids("a <cat-toy> on a mat")).containsExactly(320, 1000, 525, 320, 76, 536);
        assertThat(ids("a <CAT-toy>!")).containsExactly(320, 1000, 256);
        assertThat(ids("red<cat-toy>mat")).containsExactly(736, 1000, 76, 536);
        assertThat(ids("<|ENDOFTEXT|> a")).containsExactly(999, 320);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pad_token\": \"!\"}", ""})
    void thePaddingTokenIsOneIdInTextsToo(String config) throws IOException {
        // Given
        copyTokenizer("sd2-epsilon");
        if (!config.isEmpty()) {
            Files.writeString(folder.resolve("tokenizer/tokenizer_config.json"), config);
        }
        // Then
        assertThat(ids("hello!")).containsExactly(71, 826, 334, 0);
        assertThat(ids("a ! b")).containsExactly(320, 0, 321);
    }

    private void copyTokenizer(String export) throws IOException {
        FixturePacks.withTokenizer(folder);
        for (var file : List.of("vocab.json", "merges.txt", "tokenizer_config.json")) {
            var source = FixturePacks.FIXTURES.resolve("packs").resolve(export).resolve("tokenizer");
            Files.copy(source.resolve(file), folder.resolve("tokenizer").resolve(file));
        }
    }

    private long[] ids(String text) {
        try (var tokenizer = ClipTokenizer.open(ModelPack.draft(folder, "clip"), "tokenizer", 77, LongPrompts.CUT)) {
            return tokenizer.ids(text);
        }
    }

    private ClipTokenizer open(LongPrompts rule) throws IOException {
        return ClipTokenizer.open(FixturePacks.withTokenizer(folder, "tokenizer.json"), "tokenizer", 77, rule);
    }

    private void assertThatFiveHundredStringsAgree(String... files) throws IOException {
        // Given
        var lines = Files.readAllLines(FixturePacks.FIXTURES.resolve("clip/token-ids.jsonl"));
        var pack = FixturePacks.withTokenizer(folder, files);
        var softly = new SoftAssertions();
        try (var tokenizer = ClipTokenizer.open(pack, "tokenizer", 77, LongPrompts.CUT)) {
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
