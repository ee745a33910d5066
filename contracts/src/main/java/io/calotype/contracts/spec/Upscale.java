package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.OptionalInt;

/** What a deployment's upscaler can do. */
public final class Upscale {

    private static final String FIELD = "upscale";

    private Upscale() {}

    /**
     * Refuses a picture that a deployment cannot enlarge as it is to be.
     *
     * @param upscale the factor that is asked for
     * @param deployment the factor of the deployment's upscaler, if it has one
     * @throws Refusal UNSUPPORTED without an upscaler, INVALID_PARAMETER for another factor
     */
    public static void require(int upscale, OptionalInt deployment) {
        if (upscale == GenerationSpec.NO_UPSCALE) {
            return;
        }
        if (deployment.isEmpty()) {
            throw Refusal.of(ProblemType.UNSUPPORTED, FIELD, "upscale is " + upscale + ", but there is no upscaler");
        }
        if (upscale != deployment.getAsInt()) {
            var detail = "upscale is " + upscale + "; the upscaler's is " + deployment.getAsInt();
            throw Refusal.of(ProblemType.INVALID_PARAMETER, FIELD, detail);
        }
    }
}
