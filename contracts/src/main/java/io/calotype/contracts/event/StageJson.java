package io.calotype.contracts.event;

import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.stage.Stage;
import org.jspecify.annotations.Nullable;

/** The JSON of a stage: its name. */
final class StageJson {
    static final String FIELD = "stage";

    private StageJson() {}

    static @Nullable Stage read(JsonFields fields) {
        var name = fields.text(FIELD);
        return name == null ? null : parse(name);
    }

    static Stage parse(String name) {
        return Stage.of(name)
                .orElseThrow(() -> Refusal.of(
                        ProblemType.INVALID_PARAMETER, FIELD, "stage must be one of encode, denoise, decode, upscale"));
    }
}
