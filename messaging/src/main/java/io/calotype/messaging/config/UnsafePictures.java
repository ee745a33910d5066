package io.calotype.messaging.config;

/** What becomes of a picture in which the safety checker finds something. */
public enum UnsafePictures {
    /** No picture is checked. */
    IGNORE,
    /** It is stored, and its completed event says so. */
    MARK,
    /** It is blurred beyond recognition before it is stored, and its completed event says so. */
    BLUR,
    /** It is not stored: the image fails. */
    REFUSE
}
