package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;

/** A problem as the JSON of RFC 9457. */
final class ProblemJson {
    private ProblemJson() {}

    static ObjectNode write(Problem problem) {
        var json = StrictJson.object()
                .put("type", problem.type().uri())
                .put("title", problem.type().title())
                .put("detail", problem.detail());
        if (problem.stage() != null) {
            json.put(StageJson.FIELD, problem.stage().jsonName());
        }
        if (problem.field() != null) {
            json.put("field", problem.field());
        }
        return json;
    }

    static Problem read(JsonFields fields) {
        return new Problem(
                ProblemType.ofUri(fields.requireText("type")),
                fields.requireText("detail"),
                StageJson.read(fields),
                fields.text("field"));
    }
}
