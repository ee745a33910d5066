package io.calotype.diffusion.preview;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.pack.PreviewFactors;
import java.util.List;

/**
 * Latents to colours by the pack's linear factors, one pixel per latent: not the picture, but close enough for a preview.
 *
 * <p>Works without the VAE, in microseconds; the idea is that of the latent previews of ComfyUI.
 */
public final class LatentColours {

    private static final int COLOURS = 3;
    private static final int BYTE = 255;

    private final float[] factors; // [C, 3]
    private final float[] bias; // [3]

    private LatentColours(List<List<Double>> factors, List<Double> bias) {
        this.factors = new float[factors.size() * COLOURS];
        this.bias = new float[COLOURS];
        for (int i = 0; i < this.factors.length; i++) {
            this.factors[i] = factors.get(i / COLOURS).get(i % COLOURS).floatValue();
        }
        for (int colour = 0; colour < COLOURS; colour++) {
            this.bias[colour] = bias.get(colour).floatValue();
        }
    }

    /** Reads a pack's factors. */
    public static LatentColours of(PreviewFactors preview) {
        return new LatentColours(preview.factors(), preview.bias());
    }

    /** Whether the pack has factors for latents of this shape. */
    public boolean fit(Shape latents) {
        return factors.length > 0 && latents.dim(0) * COLOURS == factors.length;
    }

    /** The colours of latents [C, h, w] as 0xRRGGBB, [h, w]. */
    public int[] of(float[] latents, Shape shape) {
        int pixels = (int) (shape.dim(1) * shape.dim(2));
        var colours = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            int rgb = 0;
            for (int colour = 0; colour < COLOURS; colour++) {
                rgb = rgb << Byte.SIZE | level(latents, pixel, pixels, colour);
            }
            colours[pixel] = rgb;
        }
        return colours;
    }

    private int level(float[] latents, int pixel, int pixels, int colour) {
        float value = bias[colour];
        for (int i = pixel, factor = colour; i < latents.length; i += pixels, factor += COLOURS) {
            value += latents[i] * factors[factor];
        }
        return Math.max(0, Math.min(BYTE, Math.round((value + 1) / 2 * BYTE)));
    }
}
