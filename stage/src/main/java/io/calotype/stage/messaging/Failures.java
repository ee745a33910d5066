package io.calotype.stage.messaging;

import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.stage.ends.UnreadableEnd;
import java.util.concurrent.CompletionException;

/** What failures mean. */
final class Failures {

    private Failures() {}

    /** Returns what went wrong, without the wrapping of completion stages. */
    static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /** Returns whether the process cannot continue with the record, so that it must be read again. */
    static boolean isOfTheProcess(Throwable failure) {
        return failure instanceof GivenBack || failure instanceof Error;
    }

    /** Returns an image's problem: a refusal's own; of what broke inside this software only the exception's class. */
    static Problem problem(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.problem();
        }
        return new Problem(ProblemType.INTERNAL, detail(failure), null, null);
    }

    private static String detail(Throwable failure) {
        var own = failure instanceof UnreadableEnd ? failure.getMessage() : null;
        return own != null ? own : "the stage failed with " + failure.getClass().getSimpleName();
    }
}
