package io.calotype.encoder.text;

import java.time.Duration;

/**
 * When embeddings are shared with other encoders.
 *
 * @param enabled whether any are
 * @param maker everything that an embedding depends on beside the text
 * @param from how long an encoding takes at least that is worth the calls of the store
 * @param patience how long to wait for another encoder
 */
record Sharing(boolean enabled, String maker, Duration from, Duration patience) {

    static Sharing none() {
        return new Sharing(false, "", Duration.ZERO, Duration.ZERO);
    }
}
