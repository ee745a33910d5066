package io.calotype.encoder.text;

import io.calotype.contracts.tensor.Tensor;

/**
 * What a text means to a model.
 *
 * @param tokens what the model read
 * @param states F32 {@code [S, D]}, one row per token; rows of padding are zero where the model has a mask
 * @param mask I64 {@code [S]}, 1 where there is a token
 * @param pooled F32 {@code [D]}, the whole text as one vector
 */
public record TextEmbedding(Tokens tokens, Tensor states, Tensor mask, Tensor pooled) {

    /** Returns about how many bytes of memory it takes. */
    long byteSize() {
        return states.data().remaining()
                + 4L * mask.data().remaining()
                + pooled.data().remaining();
    }
}
