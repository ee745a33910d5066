package io.calotype.gateway.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The settings of webhooks. */
@ConfigMapping(prefix = "calotype.gateway.webhooks")
public interface WebhookConfig {

    /** Whether prompts may name a webhook, and this gateway calls them. */
    boolean enabled();

    /** The receivers that prompts may name, each under a name that the operator chooses. */
    Map<String, Receiver> receivers();

    /** Whether receivers may have private, link-local and loopback addresses. */
    @WithDefault("false")
    boolean allowPrivate();

    /** How long a receiver may take to connect, and then to answer. */
    @WithDefault("15s")
    Duration timeout();

    /** The pause before each retry; after the last one the call has failed. */
    @WithDefault("5s,30s,2m,10m,30m")
    List<Duration> pauses();

    /** How many calls run at a time. */
    @WithDefault("16")
    int sending();

    /** How many calls may wait for their turn or their next attempt; beyond them no more events are read. */
    @WithDefault("1000")
    int waiting();

    /** A receiver of webhooks. */
    interface Receiver {
        /** Scheme, host and port, such as {@code https://hooks.example.com}; any path there may be called. */
        URI url();

        /** The keys that calls are signed with, each as {@code whsec_} and Base64; more than one while keys are changed. */
        List<String> secrets();
    }
}
