package io.calotype.decoder.config;

import io.calotype.messaging.config.UnsafePictures;
import io.calotype.pictures.credentials.CredentialsSettings;
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

    /**
     * What becomes of pictures in which the pack's safety checker finds something: {@code ignore} (none is checked), {@code mark},
     * {@code blur} or {@code refuse}; the last two refuse a pack without one. Tenants may have other ones.
     */
    @WithDefault("mark")
    UnsafePictures unsafePictures();

    /**
     * The most pixels of a picture that is decoded in one call, for which memory grows with the picture; larger ones are decoded in
     * tiles.
     */
    @WithDefault("1048576")
    int wholePixels();

    /** Who signs the Content Credentials of pictures. */
    CredentialsSettings contentCredentials();
}
