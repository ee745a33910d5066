package io.calotype.decoder.vae;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;

/**
 * How the latents of a denoiser become those of its VAE, from {@code vae_decoder/config.json}.
 *
 * <p>{@code z = latents / scaling_factor + shift_factor}, or {@code latents * std / scaling_factor + mean} per channel where the
 * config has {@code latents_mean} and {@code latents_std}, as in diffusers.
 */
@SuppressWarnings("ArrayRecordComponent") // not shared
record LatentScale(float factor, float shift, float[] mean, float[] std) {

    private static final double NONE = 1;
    private static final double STABLE_DIFFUSION = 0.18215;

    /**
     * Reads the keys; absent ones change nothing, and a model without any config is one of the older exports of Stable Diffusion.
     *
     * @throws IllegalArgumentException if one cannot be used
     */
    static LatentScale of(JsonNode config) {
        float factor = (float) config.path("scaling_factor").asDouble(config.isEmpty() ? STABLE_DIFFUSION : NONE);
        float shift = (float) config.path("shift_factor").asDouble(0);
        if (!(Math.abs(factor) > 0) || !Float.isFinite(factor) || !Float.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "scaling_factor " + factor + " and shift_factor " + shift + " are no scale");
        }
        float[] mean = numbers(config.path("latents_mean"));
        float[] std = numbers(config.path("latents_std"));
        if (mean.length != std.length) {
            throw new IllegalArgumentException("latents_mean and latents_std differ in length");
        }
        return new LatentScale(factor, shift, mean, std);
    }

    /**
     * Scales latents into a model's input.
     *
     * @param latents {@code [channels, h, w]}
     * @param target as long, filled from its first element
     */
    void apply(FloatBuffer latents, int channels, FloatBuffer target) {
        int plane = latents.remaining() / channels;
        for (int channel = 0, i = 0; channel < channels; channel++) {
            float scale = (std.length == 0 ? 1 : std[channel]) / factor;
            float offset = mean.length == 0 ? shift : mean[channel];
            for (int end = i + plane; i < end; i++) {
                target.put(i, latents.get(latents.position() + i) * scale + offset);
            }
        }
    }

    private static float[] numbers(JsonNode array) {
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) array.get(i).asDouble();
        }
        return numbers;
    }
}
