package io.calotype.encoder.messaging;

import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.encoder.text.Conditioning;
import java.util.List;

/**
 * A prompt encoded.
 *
 * @param defaults the defaults of its images: the pack's, with the size of the picture that they start from
 * @param conditioning what all its images have in common
 * @param loras those that they are drawn with
 */
record Conditioned(PackDefaults defaults, Conditioning conditioning, List<LoraUse> loras) {}
