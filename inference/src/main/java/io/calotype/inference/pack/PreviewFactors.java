package io.calotype.inference.pack;

import java.util.List;

/**
 * How a pack's latents look without its VAE: {@code rgb = bias + sum over channels of latent * factor}, colours from -1 to 1.
 *
 * @param factors one row of red, green and blue per latent channel; no rows if they are unknown
 * @param bias red, green and blue
 */
public record PreviewFactors(List<List<Double>> factors, List<Double> bias) {

    /** Nothing is known of the latents' colours. */
    public static final PreviewFactors NONE = new PreviewFactors(List.of(), List.of(0.0, 0.0, 0.0));

    private static final int COLOURS = 3;

    /** Checks that all are triples of finite numbers; the lists are copied. */
    public PreviewFactors {
        factors = factors.stream().map(PreviewFactors::checked).toList();
        bias = checked(bias);
    }

    private static List<Double> checked(List<Double> colour) {
        if (colour.size() != COLOURS || !colour.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("latent_rgb_factors: every channel and the bias need 3 finite numbers");
        }
        return List.copyOf(colour);
    }
}
