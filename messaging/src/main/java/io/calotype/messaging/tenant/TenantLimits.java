package io.calotype.messaging.tenant;

import java.util.Optional;

/**
 * How much of a tenant may wait.
 *
 * @param work pixels times steps times rows
 * @param prompts how many
 */
public record TenantLimits(long work, int prompts) {

    static final long MILLION = 1_000_000;

    /**
     * Says what is too much, if something is.
     *
     * @param waiting what waits already
     * @param more the work of one prompt that would wait as well
     */
    Optional<String> excess(TenantLoad waiting, long more) {
        if (waiting.prompts() >= prompts) {
            return Optional.of("waiting prompts: " + waiting.prompts() + "; at most " + prompts);
        }
        return more > work - waiting.work()
                ? Optional.of("waiting work: " + megapixelSteps(waiting.work()) + " megapixel-steps, and this is "
                        + megapixelSteps(more) + " more; at most " + megapixelSteps(work))
                : Optional.empty();
    }

    private static long megapixelSteps(long work) {
        return Math.round(work / (double) MILLION);
    }
}
