package io.calotype.inference.family;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The configurations of a pack's components; an empty object for one that comes without.
 *
 * @param text of the first text encoder
 * @param denoiser of {@code unet} or {@code transformer}
 * @param vae of {@code vae_decoder}
 * @param scheduler {@code scheduler_config.json}
 */
public record Configs(JsonNode text, JsonNode denoiser, JsonNode vae, JsonNode scheduler) {

    private static final int LEVELS = 4; // of Stable Diffusion 1.5, for exports without configs

    /** Returns how many pixels of a side are one latent. */
    public int vaeScaleFactor() {
        return (1 << (levels(vae) - 1)) * vae.path("patch_size").path(0).asInt(1);
    }

    /** Returns how many resolutions a convolutional model works at. */
    static int levels(JsonNode config) {
        int stated = config.path("block_out_channels").size();
        return stated < 1 || stated > 8 ? LEVELS : stated;
    }
}
