package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.spec.Hires;
import org.jspecify.annotations.Nullable;

/** The JSON of a second pass. */
final class HiresJson {

    /** Its own limits are checked, and named as its own, where it is made. */
    private static final int ANY = -1_000_000;

    private HiresJson() {}

    static @Nullable Hires read(JsonFields fields) {
        var json = fields.object(Hires.FIELD);
        if (json == null) {
            return null;
        }
        var own = new JsonFields(json);
        var hires = new Hires(
                JsonFields.require("hires.scale", own.decimal("scale", ANY, -ANY)),
                own.integer("steps", ANY, -ANY),
                own.decimal(SpecJson.STRENGTH, ANY, -ANY));
        own.refuseOthers();
        return hires;
    }

    static void write(ObjectNode json, @Nullable Hires hires) {
        if (hires == null) {
            return;
        }
        var own = json.putObject(Hires.FIELD).put("scale", hires.scale());
        if (hires.steps() != null) {
            own.put("steps", hires.steps());
        }
        if (hires.strength() != null) {
            own.put(SpecJson.STRENGTH, hires.strength());
        }
    }
}
