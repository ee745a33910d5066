package io.calotype.inference.family;

/**
 * One text encoder of a family, with its tokenizer.
 *
 * @param number what follows {@code text_encoder} in the name of its folder: nothing, {@code _2} or {@code _3}
 * @param reader how it reads a text
 * @param states which of its token states the denoiser takes
 * @param pooled whether its vector of the whole text is kept, for the denoiser or for the search of pictures
 * @param optional whether a pack may come without it; zeros then stand for its token states
 */
public record TextPart(String number, Reader reader, States states, boolean pooled, boolean optional) {

    /** How a text is read. */
    public enum Reader {
        /** As the pack's {@code tokenizer.json} says, with an attention mask. */
        SENTENCE,
        /** CLIP's byte pairs between two marks, 77 tokens, without a mask. */
        CLIP,
        /** T5's pieces and a mark at the end, without a mask: padding is read like text. */
        T5,
        /** A chat model's byte pairs, within the chat template that the pack brings, with an attention mask. */
        CHAT;

        /** Returns whether every text of a pack is read as equally many tokens. */
        boolean fixedLength() {
            return this == T5 || this == CHAT;
        }
    }

    /** Which of an encoder's token states are taken. */
    public enum States {
        /** None. */
        NONE,
        /** Those of the last layer. */
        LAST,
        /** Those of the last layer but one, without the norm that follows. */
        LAST_BUT_ONE,
        /** Those that the export gives out as {@code prompt_embeds}. */
        PROMPT_EMBEDS
    }

    static TextPart clip(String number, States states, boolean pooled) {
        return new TextPart(number, Reader.CLIP, states, pooled, false);
    }

    static TextPart t5(String number, boolean optional) {
        return new TextPart(number, Reader.T5, States.LAST, false, optional);
    }

    static TextPart chat() {
        return new TextPart("", Reader.CHAT, States.PROMPT_EMBEDS, true, false);
    }

    /** Returns the folder of the tokenizer. */
    public String tokenizer() {
        return "tokenizer" + number;
    }

    /** Returns the folder of the encoder. */
    public String encoder() {
        return "text_encoder" + number;
    }
}
