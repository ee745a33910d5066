package io.calotype.encoder.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * A text as a model reads it: ids padded to the model's length.
 *
 * <p>The arrays are not copied: nobody changes them.
 *
 * @param ids {@code [S]}
 * @param mask {@code [S]}, 1 where there is a token, 0 where there is padding
 * @param texts the tokens that are not padding, special ones such as {@code [SEP]} included
 * @param truncated whether the text was longer than the model reads
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tokens(long[] ids, long[] mask, List<String> texts, boolean truncated) {

    private static final String CUT = "…";

    /** Copies the list. */
    public Tokens {
        texts = List.copyOf(texts);
    }

    /** Returns the tokens as people are shown them: {@code …} at the end stands for what the model does not read. */
    public List<String> shown() {
        return truncated ? Stream.concat(texts.stream(), Stream.of(CUT)).toList() : texts;
    }
}
