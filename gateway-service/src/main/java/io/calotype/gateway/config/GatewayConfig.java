package io.calotype.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings that only the gateway has. */
@ConfigMapping(prefix = "calotype.gateway")
public interface GatewayConfig {

    /** How many prompts are remembered, the newest; the others' pictures stay in the object store. */
    @WithDefault("2000")
    int rememberedPrompts();

    /** Bytes of previews that are remembered; the oldest go first. */
    @WithDefault("50331648")
    long rememberedPreviewBytes();

    /** How long a prompt that nobody has heard of is waited for before the answer is that there is none. */
    @WithDefault("500ms")
    Duration lookupPatience();

    /** How long a look-up waits for the topics to be read back after a start. */
    @WithDefault("10s")
    Duration catchUpPatience();

    /** How long an event stream may be silent before it says that it is still there. */
    @WithDefault("15s")
    Duration heartbeat();

    /** How long the broker may take to acknowledge an event, at most 8 seconds, so that the answer comes within 10. */
    @WithDefault("6s")
    Duration publishTimeout();

    /** How many events may wait for the broker at a time. */
    @WithDefault("256")
    int publishing();
}
