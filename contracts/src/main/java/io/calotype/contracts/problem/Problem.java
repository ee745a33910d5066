package io.calotype.contracts.problem;

import io.calotype.contracts.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as an RFC 9457 problem.
 *
 * @param detail one sentence about this occurrence; never holds text of a prompt
 * @param stage the stage that found it, if known
 * @param field the name of the field that is wrong, if it is one
 */
public record Problem(
        ProblemType type,
        String detail,
        @Nullable Stage stage,
        @Nullable String field) {

    /** Returns this problem as found by a stage. */
    public Problem in(Stage stage) {
        return new Problem(type, detail, stage, field);
    }
}
