package io.calotype.pictures.file;

import static io.calotype.pictures.file.Provenance.plain;

import io.calotype.contracts.spec.GenerationSpec;
import java.util.stream.Collectors;

/** What a picture was drawn with beside the model, as stable-diffusion-webui and its extension for ControlNet write it. */
final class AdapterText {

    private static final int SHORT_HASH = 8;

    private AdapterText() {}

    /** Returns the fields, each with a comma before it; empty where there are none. */
    static String of(GenerationSpec spec) {
        return loraHashes(spec) + controls(spec);
    }

    private static String loraHashes(GenerationSpec spec) {
        return spec.loras().isEmpty()
                ? ""
                : spec.loras().stream()
                        .map(lora -> lora.name() + ": " + lora.autoV3())
                        .collect(Collectors.joining(", ", ", Lora hashes: \"", "\""));
    }

    private static String controls(GenerationSpec spec) {
        var text = new StringBuilder();
        for (int i = 0; i < spec.controls().size(); i++) {
            var control = spec.controls().get(i);
            text.append(", ControlNet ")
                    .append(i)
                    .append(": \"Module: none, Model: ")
                    .append(control.model())
                    .append(" [")
                    .append(control.sha256(), 0, SHORT_HASH)
                    .append("], Weight: ")
                    .append(plain(control.scale()).toPlainString())
                    .append(", Guidance Start: ")
                    .append(plain(control.start()).toPlainString())
                    .append(", Guidance End: ")
                    .append(plain(control.end()).toPlainString())
                    .append('"');
        }
        return text.toString();
    }
}
