package io.calotype.encoder.policy;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a prompt is drawn.
 *
 * @param by what decided
 * @param reason a word of the policy service's, null where it gave none
 */
public record Verdict(boolean isAllowed, By by, @Nullable String reason) {

    /** What decided about a prompt. */
    public enum By {
        /** The policy service. */
        SERVICE,
        /** The operator's default: the service did not answer in time. */
        TIMEOUT,
        /** The operator's default: the service could not be reached, or was busy. */
        UNREACHABLE,
        /** The operator's default: what the service answered is no decision. */
        WRONG_ANSWER,
        /** The operator's default: the service had not answered several times, and was not asked. */
        OUTAGE,
        /** The operator's setting for the tenant: the service was not asked. */
        TENANT;

        /** Returns its name in metrics and spans. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Does nothing if the prompt is drawn.
     *
     * @throws Refusal DENIED, without any word of the prompt
     */
    public void requireAllowed() {
        if (!isAllowed) {
            throw Refusal.of(ProblemType.DENIED, "prompt", detail());
        }
    }

    private String detail() {
        if (by != By.SERVICE) {
            return "the prompt policy of this deployment could not be asked";
        }
        return reason == null
                ? "the prompt policy of this deployment refuses it"
                : "the prompt policy of this deployment refuses it: " + reason;
    }
}
