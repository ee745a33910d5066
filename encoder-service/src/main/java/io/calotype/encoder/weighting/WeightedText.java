package io.calotype.encoder.weighting;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.spec.PromptWeights;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A prompt without its syntax: texts that each begin a window of the text encoder, in fragments.
 *
 * @param source the prompt as it was written
 * @param rule how it was read, and what its weights do
 * @param windows at least one, each of at least one fragment
 * @param loras those that change how a text encoder reads it
 */
public record WeightedText(String source, PromptWeights rule, List<List<Fragment>> windows, List<LoraUse> loras) {

    private static final Pattern SEEMS_WEIGHTED =
            Pattern.compile("\\([^()]*:\\s*\\d{0,9}\\.?\\d{1,9}\\s*\\)|\\)(\\d?\\.\\d|\\+|--)");

    /** Copies the lists. */
    public WeightedText {
        windows = windows.stream().map(List::copyOf).toList();
        loras = List.copyOf(loras);
    }

    /** A text that is read without LoRAs. */
    public WeightedText(String source, PromptWeights rule, List<List<Fragment>> windows) {
        this(source, rule, windows, List.of());
    }

    /** Returns the same text, read with LoRAs. */
    public WeightedText withLoras(List<LoraUse> others) {
        return new WeightedText(source, rule, windows, others);
    }

    /** Tells whether a text has what looks like weights of one syntax or the other. */
    public static boolean seemsWeighted(String text) {
        return SEEMS_WEIGHTED.matcher(text).find();
    }

    /** Takes a text as it is. */
    public static WeightedText plain(String text) {
        return new WeightedText(text, PromptWeights.OFF, List.of(List.of(new Fragment(text, 1))));
    }

    /**
     * Reads a prompt; one in which the syntax says nothing is plain.
     *
     * @param field the prompt's name, for the refusal
     * @throws Refusal if a weight is no number or outside its limits, or the syntax asks for what is not supported; it names the
     *     place
     */
    public static WeightedText read(PromptWeights rule, String field, String text) {
        var plain = plain(text);
        var read =
                switch (rule) {
                    case OFF -> plain;
                    case A1111 -> new A1111Syntax(new PromptSource(field, text)).read();
                    case COMPEL -> new CompelSyntax(new PromptSource(field, text)).read();
                };
        return read.windows.equals(plain.windows) ? plain : read;
    }

    /** Returns the words alone. */
    public String text() {
        var between = rule == PromptWeights.COMPEL ? " " : "";
        return windows.stream()
                .map(window -> window.stream().map(Fragment::text).collect(Collectors.joining(between)))
                .collect(Collectors.joining(" "));
    }

    /** Tells whether all words weigh the same. */
    public boolean isPlain() {
        return windows.stream().allMatch(window -> window.stream().allMatch(Fragment::isPlain));
    }
}
