package io.calotype.encoder.text;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words and phrases that no prompt may have, in any case and with any space or hyphens between.
 *
 * <p>A list stops accidents and not intent: whoever wants to can spell around it.
 *
 * @param pattern of all of them; empty if there are none
 */
public record DeniedWords(Optional<Pattern> pattern) {

    private static final String LETTER = "[\\p{L}\\p{M}\\p{N}]";
    private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Takes words and phrases as an operator writes them; blank ones are passed over. */
    public static DeniedWords of(List<String> phrases) {
        var alternatives = phrases.stream()
                .map(DeniedWords::alternative)
                .filter(alternative -> !alternative.isEmpty())
                .collect(Collectors.joining("|"));
        if (alternatives.isEmpty()) {
            return new DeniedWords(Optional.empty());
        }
        var words = "(?<!" + LETTER + ")(?:" + alternatives + ")(?!" + LETTER + ")";
        return new DeniedWords(Optional.of(Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)));
    }

    private static String alternative(String phrase) {
        return Stream.of(GAP.split(Normalizer.normalize(phrase, Normalizer.Form.NFC), -1))
                .filter(word -> !word.isEmpty())
                .map(Pattern::quote)
                .collect(Collectors.joining(GAP.pattern()));
    }

    /**
     * Does nothing for a prompt without any of them.
     *
     * @throws Refusal DENIED, without the word
     */
    public void requireNone(String prompt) {
        if (pattern.filter(words -> words.matcher(prompt).find()).isPresent()) {
            throw Refusal.of(ProblemType.DENIED, "prompt", "the prompt has a word that this deployment does not draw");
        }
    }
}
