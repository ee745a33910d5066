package io.calotype.encoder.config;

/** What becomes of a prompt that is longer than a text encoder's window. */
public enum LongPrompts {
    /** The rest is cut off, as diffusers does, and the event says so. */
    CUT,
    /** It fills several windows, whose token states follow each other, as Stable Diffusion user interfaces do. */
    CHUNK
}
