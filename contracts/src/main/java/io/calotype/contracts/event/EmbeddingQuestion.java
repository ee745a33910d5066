package io.calotype.contracts.event;

/** A request for an embedding; the encoders of the model answer it. */
public sealed interface EmbeddingQuestion permits TextRequested, PictureRequested {
    /** Returns the id by which the asker knows the answer, of the form of a prompt's id. */
    String id();

    /** Returns the name of the model pack. */
    String model();
}
