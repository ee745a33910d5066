package io.calotype.decoder.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The settings that only the decoder has. */
@ConfigMapping(prefix = "calotype.decoder")
public interface DecoderConfig {

    /**
     * Whether completed events carry the prompt's text and embedding, which the gallery shows and searches; switch it off
     * where readers of results must not read prompts.
     */
    @WithDefault("true")
    boolean tellPrompt();
}
