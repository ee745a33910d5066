package io.calotype.gateway.view;

import io.calotype.contracts.spec.LoraRequest;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA that a prompt asks for.
 *
 * @param scale its strength
 * @param sha256 of its file, if only that one will do
 */
@Schema(name = "Lora")
public record LoraView(String name, double scale, @Nullable String sha256) {

    /** Returns those of a prompt; null where there are none. */
    static @Nullable List<LoraView> of(List<LoraRequest> loras) {
        return loras.isEmpty()
                ? null
                : loras.stream()
                        .map(lora -> new LoraView(lora.name(), lora.scale(), lora.sha256()))
                        .toList();
    }
}
