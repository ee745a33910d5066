package io.calotype.encoder.messaging;

import io.calotype.contracts.spec.Adapters;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.encoder.text.Conditioning;
import java.time.Duration;
import java.util.Map;

/**
 * A prompt encoded.
 *
 * @param defaults the defaults of its images: the pack's, with the size of the picture that they start from
 * @param conditioning what all its images have in common
 * @param adapters what they are drawn with beside the model
 */
record Conditioned(PackDefaults defaults, Conditioning conditioning, Adapters adapters) {

    /** Returns the same and more tensors, which took so much longer. */
    Conditioned with(Map<String, Tensor> more, Duration longer) {
        return new Conditioned(defaults, conditioning.with(more, longer), adapters);
    }
}
