package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;

/**
 * A LoRA that an image is drawn with.
 *
 * @param name under which it was added to the model
 * @param scale its strength, -4 to 4
 * @param sha256 of its file, in lower-case hex
 * @param autoV3 the hash by which other programs know it: the first 12 hexadecimal digits of the sha256 of its file behind the header
 */
public record LoraUse(String name, double scale, String sha256, String autoV3) {

    public LoraUse {
        GenerationSpec.requireName(LoraRequest.FIELD, name);
        Limits.within(LoraRequest.FIELD, scale, Limits.MIN_LORA_SCALE, Limits.MAX_LORA_SCALE);
        if (!Sha256.isHex(sha256)) {
            throw new IllegalArgumentException("sha256 is not 64 lower-case hex digits");
        }
    }
}
