package io.calotype.upscaler.config;

import io.calotype.pictures.credentials.CredentialsSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings that only the upscaler has; see also those that all stages share. */
@ConfigMapping(prefix = "calotype.upscaler")
public interface UpscalerConfig {

    /** How many cancelled prompts are remembered; the oldest are forgotten. */
    @WithDefault("100000")
    int rememberedCancellations();

    /** How long to wait at start until all earlier cancellations are read. */
    @WithDefault("10s")
    Duration cancellationsCatchUp();

    /** Who signs the Content Credentials of pictures, as for the decoder. */
    CredentialsSettings contentCredentials();
}
