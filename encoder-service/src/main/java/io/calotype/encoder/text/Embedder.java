package io.calotype.encoder.text;

import io.calotype.encoder.weighting.WeightedText;

/** Text to embedding, safe for many threads. */
interface Embedder {

    /** Runs the model on a text; one that is too long is cut, as its tokens show, or fills several windows. */
    TextEmbedding encode(WeightedText text);

    /** Returns the tokens of a text in an embedding of the right shape, of zeros, without running the model. */
    TextEmbedding outline(WeightedText text);

    /** Tells whether the model is given a mask, so that rows of padding mean nothing. */
    boolean masked();
}
