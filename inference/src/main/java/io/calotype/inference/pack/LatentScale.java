package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;

/**
 * How the latents of a denoiser become those of its VAE and back, from the config of {@code vae_decoder} or {@code vae_encoder}.
 *
 * <p>{@code z = latents / scaling_factor + shift_factor}, or {@code latents * std / scaling_factor + mean} per channel where the
 * config has {@code latents_mean} and {@code latents_std}, as in diffusers.
 */
@SuppressWarnings("ArrayRecordComponent") // not shared
public record LatentScale(float factor, float shift, float[] mean, float[] std) {

    private static final double NONE = 1;
    private static final double STABLE_DIFFUSION = 0.18215;

    /**
     * Reads the keys; absent ones change nothing, and a model without any config is one of the older exports of Stable Diffusion.
     *
     * @throws IllegalArgumentException if one cannot be used
     */
    public static LatentScale of(JsonNode config) {
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
     * Makes of a denoiser's latents what its VAE decodes.
     *
     * @param latents {@code [channels, h, w]}
     * @param target as long, filled from its first element
     */
    public void toVae(FloatBuffer latents, int channels, FloatBuffer target) {
        int plane = latents.remaining() / channels;
        for (int channel = 0, i = 0; channel < channels; channel++) {
            float scale = spread(channel) / factor;
            float offset = offset(channel);
            for (int end = i + plane; i < end; i++) {
                target.put(i, latents.get(latents.position() + i) * scale + offset);
            }
        }
    }

    /**
     * Makes of what a VAE encodes a denoiser's latents.
     *
     * @param encoded {@code [channels, h, w]} from its first element, replaced by the latents
     */
    public void toDenoiser(float[] encoded, int channels) {
        int plane = encoded.length / channels;
        for (int channel = 0, i = 0; channel < channels; channel++) {
            float offset = offset(channel);
            for (int end = i + plane; i < end; i++) {
                encoded[i] = (encoded[i] - offset) * factor / spread(channel);
            }
        }
    }

    /**
     * Makes of the standard deviations of what a VAE encodes those of a denoiser's latents.
     *
     * @param deviations {@code [channels, h, w]} from its first element, replaced
     */
    public void deviationsToDenoiser(float[] deviations, int channels) {
        int plane = deviations.length / channels;
        for (int channel = 0, i = 0; channel < channels; channel++) {
            for (int end = i + plane; i < end; i++) {
                deviations[i] = deviations[i] * Math.abs(factor) / Math.abs(spread(channel));
            }
        }
    }

    private float spread(int channel) {
        return std.length == 0 ? 1 : std[channel];
    }

    private float offset(int channel) {
        return mean.length == 0 ? shift : mean[channel];
    }

    private static float[] numbers(JsonNode array) {
        float[] numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) array.get(i).asDouble();
        }
        return numbers;
    }
}
