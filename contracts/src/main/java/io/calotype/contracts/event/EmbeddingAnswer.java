package io.calotype.contracts.event;

/** The answer to an {@link EmbeddingQuestion}. */
public sealed interface EmbeddingAnswer permits TextEmbedded, PictureEmbedded {
    /** Returns the id of the question. */
    String id();
}
