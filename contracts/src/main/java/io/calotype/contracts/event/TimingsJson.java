package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.stage.Stage;
import java.util.EnumMap;

/** The JSON of how long an image waited and was worked on, stage by stage. */
final class TimingsJson {
    private static final String FIELD = "timings";

    private TimingsJson() {}

    static void write(ObjectNode json, StageTimings timings) {
        var stages = json.putObject(FIELD);
        timings.stages().forEach((stage, timing) -> stages.putObject(stage.jsonName())
                .put("queue_ms", timing.queueMs())
                .put("compute_ms", timing.computeMs()));
    }

    static StageTimings read(JsonFields fields) {
        var json = fields.requireObject(FIELD);
        var timings = new JsonFields(json);
        var stages = new EnumMap<Stage, StageTimings.Timing>(Stage.class);
        for (var stage : json.properties()) {
            var timing = new JsonFields(timings.requireObject(stage.getKey()));
            int queue = timing.requireInteger("queue_ms", 0, StageTimings.MAX_MS);
            int compute = timing.requireInteger("compute_ms", 0, StageTimings.MAX_MS);
            timing.refuseOthers();
            stages.put(StageJson.parse(stage.getKey()), new StageTimings.Timing(queue, compute));
        }
        return new StageTimings(stages);
    }
}
