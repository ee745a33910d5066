package io.calotype.encoder.text;

import io.calotype.contracts.spec.PromptWeights;
import java.time.Duration;

/**
 * When embeddings are shared with other encoders.
 *
 * @param enabled whether any are
 * @param maker everything that an embedding depends on beside the text and how it is read
 * @param from how long an encoding takes at least that is worth the calls of the store
 * @param patience how long to wait for another encoder
 */
record Sharing(boolean enabled, String maker, Duration from, Duration patience) {

    /** Returns everything that an embedding depends on beside the text. */
    String maker(PromptWeights rule) {
        return rule == PromptWeights.OFF ? maker : maker + "/" + rule.jsonName();
    }

    static Sharing none() {
        return new Sharing(false, "", Duration.ZERO, Duration.ZERO);
    }
}
