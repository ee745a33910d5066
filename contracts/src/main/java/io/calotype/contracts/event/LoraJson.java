package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.contracts.spec.LoraUse;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The JSON of LoRAs: a list of objects, absent where there are none. */
final class LoraJson {
    private static final String NAME = "name";
    private static final String SCALE = "scale";
    private static final String SHA256 = "sha256";
    private static final String AUTO_V3 = "autov3";

    private LoraJson() {}

    static List<LoraRequest> readRequests(JsonFields fields) {
        return read(fields, one -> {
            one.text(AUTO_V3); // what a completed event or a picture says may be sent again
            return new LoraRequest(one.requireText(NAME), scale(one), one.text(SHA256));
        });
    }

    static List<LoraUse> readUses(JsonFields fields) {
        return read(
                fields,
                one -> new LoraUse(
                        one.requireText(NAME), scale(one), one.requireText(SHA256), one.requireText(AUTO_V3)));
    }

    static void writeRequests(ObjectNode json, List<LoraRequest> loras) {
        for (var lora : loras) {
            var one = json.withArray(LoraRequest.FIELD)
                    .addObject()
                    .put(NAME, lora.name())
                    .put(SCALE, lora.scale());
            if (lora.sha256() != null) {
                one.put(SHA256, lora.sha256());
            }
        }
    }

    static void writeUses(ObjectNode json, List<LoraUse> loras) {
        for (var lora : loras) {
            json.withArray(LoraRequest.FIELD)
                    .addObject()
                    .put(NAME, lora.name())
                    .put(SCALE, lora.scale())
                    .put(SHA256, lora.sha256())
                    .put(AUTO_V3, lora.autoV3());
        }
    }

    private static double scale(JsonFields one) {
        return Objects.requireNonNullElse(one.decimal(SCALE, Limits.MIN_LORA_SCALE, Limits.MAX_LORA_SCALE), 1.0);
    }

    private static <T> List<T> read(JsonFields fields, Function<JsonFields, T> reader) {
        return fields.objects(LoraRequest.FIELD, Limits.MAX_LORAS, reader);
    }
}
