package io.calotype.encoder.messaging;

import io.calotype.contracts.spec.PackDefaults;
import io.calotype.encoder.text.Conditioning;

/**
 * A prompt encoded.
 *
 * @param defaults the defaults of its images: the pack's, with the size of the picture that they start from
 * @param conditioning what all its images have in common
 */
record Conditioned(PackDefaults defaults, Conditioning conditioning) {}
