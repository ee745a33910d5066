package io.calotype.encoder.config;

/** What becomes of a prompt that is longer than a text encoder's window. */
public enum LongPrompts {
    /** The rest is cut off, as in diffusers, with a warning in the progress event. */
    CUT,
    /** It fills several windows, whose token states follow each other, as Stable Diffusion user interfaces do. */
    CHUNK
}
