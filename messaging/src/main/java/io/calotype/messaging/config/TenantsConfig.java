package io.calotype.messaging.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Who shares a deployment, how much of each may wait, and what is done about its prompts and pictures. */
@ConfigMapping(prefix = "calotype.tenants")
public interface TenantsConfig {

    /** The tenants of CloudEvents sources, {@code SOURCE=TENANT}; any other source is a tenant of its own. */
    Optional<List<String>> sources();

    /** What may wait of a tenant, in megapixel-steps: pixels, times steps, times two with guidance, in millions. No limit without. */
    OptionalLong waitingWork();

    /** How many prompts of a tenant may wait. No limit without. */
    OptionalInt waitingPrompts();

    /** How long a caller is told to wait that has too much waiting. */
    @WithDefault("10s")
    Duration retryAfter();

    /**
     * How much work a tenant that had no images for a while may use before the others get their turn, in megapixel-steps and times
     * its weight.
     */
    @WithDefault("100")
    long burstWork();

    /** Tenants that have other limits and weights. */
    Map<String, Tenant> named();

    /** A tenant; what it leaves out is as for all others. */
    interface Tenant {
        /** What may wait of it, in megapixel-steps. */
        OptionalLong waitingWork();

        /** How many prompts of it may wait. */
        OptionalInt waitingPrompts();

        /** How much of each denoiser it gets in comparison with others, which have 1. */
        @WithDefault("1")
        double weight();

        /** What becomes of its pictures in which the pack's safety checker finds something, if not what the decoder does with all. */
        Optional<UnsafePictures> unsafePictures();

        /** Whether the encoders' policy service is asked about its prompts: {@code ask}, or {@code off}. */
        @WithDefault("ask")
        PromptPolicyUse promptPolicy();
    }
}
