package io.calotype.inference.family;

import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How a family makes conditioning of a text.
 *
 * <p>The token states of CLIPs stand side by side, one row for each token; those of a T5 follow below, and the narrower rows are
 * filled up with zeros. The pooled vectors follow each other.
 *
 * @param parts the text encoders, in the order in which their results are joined
 * @param zerosForEmpty whether an empty negative prompt is all zeros, unless the pack's {@code force_zeros_for_empty_prompt} says
 *     otherwise
 * @param maxLength tokens per text of a new pack: of the T5 or the chat model if there is one, else of
 *     every encoder
 */
public record TextRecipe(List<TextPart> parts, boolean zerosForEmpty, ToIntFunction<Configs> maxLength) {

    private static final int CLIP_LENGTH = 77;

    /** Copies the list. */
    public TextRecipe {
        parts = List.copyOf(parts);
    }

    /** A recipe whose encoders read as many tokens as the first one has positions. */
    static TextRecipe of(boolean zerosForEmpty, TextPart... parts) {
        return new TextRecipe(List.of(parts), zerosForEmpty, TextRecipe::positions);
    }

    private static int positions(Configs configs) {
        return configs.text().path("max_position_embeddings").asInt(CLIP_LENGTH);
    }

    /** Returns whether a long text may fill several windows, which a denoiser of fixed text length does not take. */
    public boolean takesWindows() {
        return parts.stream().noneMatch(part -> part.reader().fixedLength());
    }

    /** Returns whether words may have weights, which is defined for encoders whose token states stand for words. */
    public boolean takesWeights() {
        return takesWindows();
    }

    /** Returns whether a prompt may say where a window begins. */
    public boolean takesBreaks() {
        return parts.stream().allMatch(part -> part.reader() == TextPart.Reader.CLIP);
    }

    /**
     * Returns how many tokens an encoder reads.
     *
     * @param packLength the pack's {@code max_sequence_length}
     */
    public int length(TextPart part, int packLength) {
        return part.reader() == TextPart.Reader.CLIP && !takesWindows() ? CLIP_LENGTH : packLength;
    }

    /** Returns how many rows the token states of a text have, or those of one window. */
    public int rows(int packLength) {
        boolean clip = parts.stream()
                .anyMatch(part -> part.reader() == TextPart.Reader.CLIP && part.states() != TextPart.States.NONE);
        return takesWindows() ? packLength : packLength + (clip ? CLIP_LENGTH : 0);
    }
}
