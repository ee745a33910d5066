package io.calotype.gateway.webhook;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The receivers that the operator allows; created at startup, so that a wrong setting stops it. */
@Startup(StartupOrder.BEFORE_CHANNELS)
@Singleton
public class Receivers {

    private static final String FIELD = "webhook";

    private final boolean enabled;
    private final List<Receiver> allowed;

    @Inject
    Receivers(WebhookConfig config) {
        this(
                config.enabled(),
                config.receivers().entrySet().stream()
                        .map(receiver -> Receiver.of(receiver.getKey(), receiver.getValue()))
                        .toList());
    }

    Receivers(boolean enabled, List<Receiver> allowed) {
        this.enabled = enabled;
        this.allowed = List.copyOf(allowed);
        if (enabled && allowed.isEmpty()) {
            throw new WrongSetting(
                    "calotype.gateway.webhooks.receivers", "names nobody, although webhooks are enabled");
        }
    }

    /** Returns who is at an address, if the operator allows to call it. */
    Optional<Receiver> at(WebhookUrl webhook) {
        return allowed.stream()
                .filter(receiver -> enabled && receiver.covers(webhook))
                .findFirst();
    }

    /**
     * Checks the webhook that a prompt names, if it names one.
     *
     * @throws Refusal UNSUPPORTED where webhooks are off, INVALID_PARAMETER for one that is not allowed
     */
    public void require(@Nullable WebhookUrl webhook) {
        if (webhook == null) {
            return;
        }
        if (!enabled) {
            throw Refusal.of(ProblemType.UNSUPPORTED, FIELD, "webhooks are switched off here");
        }
        if (at(webhook).isEmpty()) {
            var detail = "webhook is not at an address that the operator allows";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, FIELD, detail);
        }
    }
}
