package io.calotype.encoder.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.pack.ModelPack;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The words that a pack was taught.
 *
 * @param phrases single words and phrases such as {@code ice cream}, in every form that a prompt may have of them
 */
record KnownWords(Set<String> phrases) {

    private static final String FILE = "vocabulary.json";
    private static final String KNOWN = "known";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final int LONGEST = 4;

    /** Makes the phrases comparable with a prompt's: lower case, without punctuation. */
    KnownWords {
        phrases =
                phrases.stream().map(phrase -> String.join(" ", words(phrase))).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what a pack's {@code vocabulary.json} lists in {@code known}, if it does. */
    static Optional<KnownWords> of(ModelPack pack) {
        var known = pack.hasFile(FILE) ? pack.json(FILE).path(KNOWN) : null;
        return known == null || known.isEmpty()
                ? Optional.empty()
                : Optional.of(new KnownWords(StreamSupport.stream(known.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.toUnmodifiableSet())));
    }

    boolean contains(String phrase) {
        return phrases.contains(String.join(" ", words(phrase)));
    }

    /** Returns the words of a text that are in none of the phrases, in their order and each once; numbers are known. */
    Set<String> unknownIn(String text) {
        var words = words(text);
        var unknown = new LinkedHashSet<String>();
        for (int at = 0; at < words.size(); ) {
            int length = phraseAt(words, at);
            if (length == 0 && !Character.isDigit(words.get(at).codePointAt(0))) {
                unknown.add(words.get(at));
            }
            at += Math.max(1, length);
        }
        return unknown;
    }

    /** The longest phrase that begins at a word, in words. */
    private int phraseAt(List<String> words, int at) {
        for (int length = Math.min(LONGEST, words.size() - at); length > 0; length--) {
            if (phrases.contains(String.join(" ", words.subList(at, at + length)))) {
                return length;
            }
        }
        return 0;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
