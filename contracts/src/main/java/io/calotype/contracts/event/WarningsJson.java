package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.ArrayList;
import java.util.List;

/** The JSON of warnings: all of them in {@code warnings}, and the first in {@code warning} for readers that know no list. */
final class WarningsJson {
    private static final String WARNING = "warning";
    private static final String WARNINGS = "warnings";

    private WarningsJson() {}

    static void write(ObjectNode json, List<String> warnings) {
        if (!warnings.isEmpty()) {
            json.put(WARNING, warnings.get(0));
            var array = json.putArray(WARNINGS);
            warnings.forEach(array::add);
        }
    }

    static List<String> read(JsonFields fields) {
        var first = fields.text(WARNING);
        var all = fields.node(WARNINGS);
        if (all == null) {
            return first == null ? List.of() : List.of(first);
        }
        if (!all.isArray() || all.size() > Limits.MAX_WARNINGS) {
            var detail = WARNINGS + " must be a list of at most " + Limits.MAX_WARNINGS + " strings";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, WARNINGS, detail);
        }
        var warnings = new ArrayList<String>(all.size());
        all.forEach(warning -> warnings.add(warning.asText()));
        return warnings;
    }
}
