package io.calotype.stage.ends;

import io.calotype.contracts.spec.ImageId;

/** What is stored as an image's end is none, so nothing can be published until an operator removes that object. */
public final class UnreadableEnd extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableEnd(ImageId image, String key, RuntimeException cause) {
        super("the end of image " + image + ", " + key + ", cannot be read", cause);
    }
}
