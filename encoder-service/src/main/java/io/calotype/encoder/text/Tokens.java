package io.calotype.encoder.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A text as a model reads it: ids padded to the model's length.
 *
 * <p>The arrays are not copied and must not be changed.
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

    /** Returns the tokens for display: {@code …} at the end stands for what was cut. */
    public List<String> shown() {
        return truncated ? Stream.concat(texts.stream(), Stream.of(CUT)).toList() : texts;
    }

    /** Returns what the sender of a text should know of it, which is called so: that the model does not read it to its end. */
    Optional<String> warning(String name) {
        return truncated
                ? Optional.of("the %s is longer than the model reads: what follows its first %d tokens is cut"
                        .formatted(name, texts.size()))
                : Optional.empty();
    }

    /** Returns the same tokens of a text that goes on. */
    Tokens cut() {
        return new Tokens(ids, mask, texts, true);
    }

    /** Returns the tokens of this window and those of the next. */
    Tokens followedBy(Tokens next) {
        var all = new ArrayList<>(texts);
        all.addAll(next.texts);
        return new Tokens(joined(ids, next.ids), joined(mask, next.mask), all, truncated || next.truncated);
    }

    private static long[] joined(long[] one, long[] other) {
        return LongStream.concat(LongStream.of(one), LongStream.of(other)).toArray();
    }
}
