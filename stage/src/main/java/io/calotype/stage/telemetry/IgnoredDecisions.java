package io.calotype.stage.telemetry;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.owner.Owners;
import io.calotype.messaging.decision.Authority;
import io.calotype.stage.config.StageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Decisions about prompts of other owners, which change nothing: {@code calotype.decisions.ignored} counts those that this process
 * found for an image, by {@code stage}.
 */
final class IgnoredDecisions {

    private static final Logger LOG = Logger.getLogger(IgnoredDecisions.class);

    private IgnoredDecisions() {}

    @Produces
    @Singleton
    static Authority authority(Owners owners, MeterRegistry registry, StageConfig config) {
        var ignored = registry.counter(
                "calotype.decisions.ignored", "stage", config.stage().jsonName());
        return new Authority(owners, decision -> {
            ignored.increment();
            LOG.warnf("promptId=%s belongs to another source, %s is ignored", decision.promptId(), name(decision));
        });
    }

    private static String name(PromptDecision decision) {
        return decision.getClass().getSimpleName() + " of " + decision.source();
    }
}
