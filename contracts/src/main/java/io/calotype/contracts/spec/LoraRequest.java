package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA that a prompt asks for.
 *
 * <p>A value outside its limits is a {@link Refusal} whose field is {@value #FIELD}.
 *
 * @param name under which the LoRA was added to the model
 * @param scale its strength, -4 to 4
 * @param sha256 of the LoRA's file in lower-case hex, if only that one will do; null for any
 */
public record LoraRequest(
        String name, double scale, @Nullable String sha256) {

    /** The field of a prompt. */
    public static final String FIELD = "loras";

    public LoraRequest {
        GenerationSpec.requireName(FIELD, name);
        Limits.within(FIELD, scale, Limits.MIN_LORA_SCALE, Limits.MAX_LORA_SCALE);
        if (sha256 != null && !Sha256.isHex(sha256)) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER, FIELD, FIELD + ": sha256 must be 64 hexadecimal digits, lower case");
        }
    }

    /** Asks for what another image was drawn with. */
    public static LoraRequest of(LoraUse use) {
        return new LoraRequest(use.name(), use.scale(), use.sha256());
    }

    /** Refuses more than {@value Limits#MAX_LORAS}, and one that is there twice. */
    static List<LoraRequest> requireAll(List<LoraRequest> loras) {
        if (loras.size() > Limits.MAX_LORAS) {
            throw Limits.outside(FIELD, loras.size() + " LoRAs", 0, Limits.MAX_LORAS);
        }
        var names = new HashSet<String>();
        for (var lora : loras) {
            if (!names.add(lora.name)) {
                throw Refusal.of(ProblemType.INVALID_PARAMETER, FIELD, FIELD + " has " + lora.name + " twice");
            }
        }
        return List.copyOf(loras);
    }
}
