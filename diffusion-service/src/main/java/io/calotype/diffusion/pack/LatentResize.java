package io.calotype.diffusion.pack;

import io.calotype.contracts.tensor.Shape;

/** Makes latents larger as PyTorch's {@code interpolate(mode="bilinear", antialias=False)} does, the latent upscaler of A1111. */
final class LatentResize {

    private LatentResize() {}

    /** Returns latents {@code [C, h, w]} in another height and width. */
    static float[] bilinear(float[] latents, Shape from, Shape to) {
        int channels = (int) from.dim(0);
        int height = (int) to.dim(1);
        int width = (int) to.dim(2);
        var rows = Weight.along((int) from.dim(1), height);
        var columns = Weight.along((int) from.dim(2), width);
        float[] result = new float[channels * height * width];
        for (int channel = 0, i = 0; channel < channels; channel++) {
            int plane = channel * (int) (from.dim(1) * from.dim(2));
            for (var row : rows) {
                int upper = plane + row.first() * (int) from.dim(2);
                int lower = plane + row.second() * (int) from.dim(2);
                for (var column : columns) {
                    float above = column.between(latents[upper + column.first()], latents[upper + column.second()]);
                    float below = column.between(latents[lower + column.first()], latents[lower + column.second()]);
                    result[i++] = row.between(above, below);
                }
            }
        }
        return result;
    }

    /** Two neighbours and the share of the second. */
    private record Weight(int first, int second, float share) {

        static Weight[] along(int from, int to) {
            var weights = new Weight[to];
            float scale = (float) from / to;
            for (int i = 0; i < to; i++) {
                float at = Math.max(0, scale * (i + 0.5f) - 0.5f);
                int first = Math.min((int) at, from - 1);
                weights[i] = new Weight(first, Math.min(first + 1, from - 1), at - first);
            }
            return weights;
        }

        float between(float one, float other) {
            return (1 - share) * one + share * other;
        }
    }
}
