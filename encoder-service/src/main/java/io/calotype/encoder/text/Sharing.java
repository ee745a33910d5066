package io.calotype.encoder.text;

import io.calotype.contracts.spec.PromptWeights;
import io.calotype.encoder.weighting.WeightedText;
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

    /** Returns everything that an embedding depends on beside the text's words. */
    String maker(WeightedText text) {
        var parts = new StringBuilder(maker);
        if (text.rule() != PromptWeights.OFF) {
            parts.append('/').append(text.rule().jsonName());
        }
        text.loras()
                .forEach(lora ->
                        parts.append('/').append(lora.sha256()).append('@').append(lora.scale()));
        return parts.toString();
    }

    static Sharing none() {
        return new Sharing(false, "", Duration.ZERO, Duration.ZERO);
    }
}
