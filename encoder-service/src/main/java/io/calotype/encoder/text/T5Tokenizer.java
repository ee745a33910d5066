package io.calotype.encoder.text;

import java.nio.file.Path;
import java.util.List;

/** T5's tokenizer: the ids that transformers gives, with the mark of the end, padded to a fixed length. */
final class T5Tokenizer implements PackTokenizer {

    private static final String END = "</s>";
    private static final String SPACE = "\u2581"; // begins each word's first piece

    private final PromptTokenizer tokenizer;

    private T5Tokenizer(PromptTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a {@code tokenizer.json}; {@link io.calotype.inference.pack.PackException} names the file if it cannot be read.
     *
     * @param length the tokens that every text gets
     */
    static T5Tokenizer open(Path folder, int length) {
        return new T5Tokenizer(PromptTokenizer.open(folder, length));
    }

    /** Returns the ids of a text with the mark of its end, as many as fit. */
    long[] ids(String text) {
        var tokens = tokenizer.tokenize(text);
        long[] ids = new long[tokens.texts().size()];
        System.arraycopy(tokens.ids(), 0, ids, 0, ids.length);
        return ids;
    }

    @Override
    public List<Tokens> windows(String text) {
        var tokens = tokenizer.tokenize(text);
        var texts = tokens.texts().stream()
                .filter(piece -> !piece.equals(END))
                .map(piece -> piece.replace(SPACE, ""))
                .filter(piece -> !piece.isEmpty())
                .toList();
        return List.of(new Tokens(tokens.ids(), tokens.mask(), texts, tokens.truncated()));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
