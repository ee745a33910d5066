package io.calotype.encoder.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The settings that only the encoder has. */
@ConfigMapping(prefix = "calotype.encoder")
public interface EncoderConfig {

    /** Bytes of embeddings that are remembered; 0 remembers none. */
    @WithDefault("33554432")
    long cacheBytes();

    /** The pack of prompts that name none, the same for all encoders of a deployment; without it, this encoder's own. */
    Optional<String> defaultModel();

    /** What becomes of a prompt longer than the text encoder's window: {@code cut}, or {@code chunk} into several windows. */
    @WithDefault("cut")
    LongPrompts longPrompts();
}
