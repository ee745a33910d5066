package io.calotype.encoder.text;

import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import java.nio.ByteBuffer;

/**
 * What a text means to a model.
 *
 * @param tokens what the model read
 * @param states F32 {@code [S, D]}, one row per token; rows of padding are zero where the model has a mask
 * @param mask I64 {@code [S]}, 1 where there is a token
 * @param pooled F32 {@code [D]}, the whole text as one vector
 */
public record TextEmbedding(Tokens tokens, Tensor states, Tensor mask, Tensor pooled) {

    /** Returns the text of this window and those of another behind it; the whole keeps the vector of its first window. */
    TextEmbedding followedBy(TextEmbedding next) {
        return new TextEmbedding(
                tokens.followedBy(next.tokens), joined(states, next.states), joined(mask, next.mask), pooled);
    }

    /** Returns the same text with other token states. */
    TextEmbedding withStates(float[] others) {
        return new TextEmbedding(tokens, Tensor.ofFloats(states.shape(), others), mask, pooled);
    }

    /** Returns a text that means nothing, as long as this one. */
    TextEmbedding zeros() {
        return new TextEmbedding(tokens, Tensor.zeros(states.shape()), mask, Tensor.zeros(pooled.shape()));
    }

    /** Returns this text with each token's states joined to those of a second encoder, and both pooled vectors. */
    TextEmbedding beside(TextEmbedding other) {
        int rows = rows(states);
        int width = width(states);
        int otherWidth = width(other.states);
        var joined = new float[rows * (width + otherWidth)];
        for (int row = 0; row < rows; row++) {
            states.floats().get(row * width, joined, row * (width + otherWidth), width);
            other.states.floats().get(row * otherWidth, joined, row * (width + otherWidth) + width, otherWidth);
        }
        return new TextEmbedding(
                tokens,
                Tensor.ofFloats(Shape.of(rows, width + otherWidth), joined),
                mask,
                joined(pooled, other.pooled));
    }

    /**
     * Returns this text with the states of a further encoder below its own, the narrower rows filled up with zeros, and both
     * pooled vectors; its tokens are those of the further one, which reads more of a text.
     */
    TextEmbedding above(TextEmbedding other) {
        int width = Math.max(width(states), width(other.states));
        return new TextEmbedding(
                other.tokens,
                joined(filledUp(states, width), filledUp(other.states, width)),
                joined(mask, other.mask),
                joined(pooled, other.pooled));
    }

    /** Returns this text with rows of zeros below, in the place of an encoder that is not there. */
    TextEmbedding aboveZeros(Shape absent) {
        var states = Tensor.zeros(absent);
        var mask = Tensor.ofLongs(Shape.of(absent.dim(0)), new long[(int) absent.dim(0)]);
        return above(new TextEmbedding(tokens, states, mask, Tensor.zeros(Shape.of(0))));
    }

    private static Tensor filledUp(Tensor states, int width) {
        if (width(states) == width) {
            return states;
        }
        var filled = new float[rows(states) * width];
        for (int row = 0; row < rows(states); row++) {
            states.floats().get(row * width(states), filled, row * width, width(states));
        }
        return Tensor.ofFloats(Shape.of(rows(states), width), filled);
    }

    private static int rows(Tensor states) {
        return (int) states.shape().dim(0);
    }

    private static int width(Tensor states) {
        return (int) states.shape().dim(1);
    }

    /** One tensor behind the other along the first dimension. */
    private static Tensor joined(Tensor one, Tensor other) {
        var bytes = ByteBuffer.allocate(one.data().remaining() + other.data().remaining())
                .put(one.data())
                .put(other.data())
                .flip();
        long[] dimensions = new long[one.shape().rank()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = one.shape().dim(i) + (i == 0 ? other.shape().dim(0) : 0);
        }
        return new Tensor(one.dtype(), Shape.of(dimensions), bytes);
    }

    /** Returns how many token states there are. */
    long length() {
        return states.shape().dim(0);
    }

    /** Returns about how many bytes of memory it takes. */
    long byteSize() {
        return states.data().remaining()
                + 4L * mask.data().remaining()
                + pooled.data().remaining();
    }
}
