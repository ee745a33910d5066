package io.calotype.diffusion.schedule;

/**
 * How much noise each trained timestep adds, in float with the rounding of diffusers, since later steps magnify a
 * difference.
 *
 * <p>Source: J. Ho et al., "Denoising Diffusion Probabilistic Models" (2020); A. Nichol and P. Dhariwal, "Improved
 * Denoising Diffusion Probabilistic Models" (2021), equation 17, for the cosine; S. Lin et al., "Common Diffusion Noise
 * Schedules and Sample Steps are Flawed" (2023), algorithm 1, for zero terminal signal.
 */
final class Betas {
    private static final double LARGEST_COSINE_BETA = 0.999;

    private Betas() {}

    /** Returns the share of signal that is left at each trained timestep (alpha bar), falling from nearly 1. */
    static float[] alphasCumprod(SchedulerConfig config) {
        float[] betas = betas(config);
        return config.flag("rescale_betas_zero_snr", false) ? cumprod(zeroTerminal(betas)) : cumprod(betas);
    }

    private static float[] betas(SchedulerConfig config) {
        if (config.has("trained_betas")) {
            return config.numbers("trained_betas");
        }
        int count = config.count("num_train_timesteps", 1000);
        double first = config.number("beta_start", 0.0001);
        double last = config.number("beta_end", 0.02);
        return switch (config.choice("beta_schedule", Form.LINEAR)) {
            case LINEAR -> linear((float) first, (float) last, count);
            case SCALED_LINEAR -> squared(linear((float) Math.sqrt(first), (float) Math.sqrt(last), count));
            case SQUAREDCOS_CAP_V2 -> cosine(count);
        };
    }

    /** Counts from both ends towards the middle with one rounding each, as {@code torch.linspace} does. */
    private static float[] linear(float first, float last, int count) {
        var betas = new float[count];
        float gap = count > 1 ? (last - first) / (count - 1) : 0;
        for (int i = 0; i < count; i++) {
            betas[i] = i < count / 2 ? Math.fma(gap, i, first) : Math.fma(-gap, count - 1 - i, last);
        }
        return betas;
    }

    private static float[] squared(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private static float[] cosine(int count) {
        var betas = new float[count];
        for (int i = 0; i < count; i++) {
            double kept = cosineSignal((i + 1.0) / count) / cosineSignal((double) i / count);
            betas[i] = (float) Math.min(1 - kept, LARGEST_COSINE_BETA);
        }
        return betas;
    }

    private static double cosineSignal(double share) {
        double cosine = StrictMath.cos((share + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    /** Shifts and scales the signal's amplitude so that nothing of it is left at the last timestep. */
    private static float[] zeroTerminal(float[] betas) {
        var amplitude = cumprod(betas);
        for (int i = 0; i < amplitude.length; i++) {
            amplitude[i] = (float) Math.sqrt(amplitude[i]);
        }
        float first = amplitude[0];
        float last = amplitude[amplitude.length - 1];
        float scale = first / (first - last);
        var rescaled = new float[betas.length];
        float before = 1;
        for (int i = 0; i < amplitude.length; i++) {
            float kept = (amplitude[i] - last) * scale;
            float signal = kept * kept;
            rescaled[i] = 1 - (i == 0 ? signal : signal / before);
            before = signal;
        }
        return rescaled;
    }

    /** Multiplies in double and rounds each product, as {@code torch.cumprod} does for floats. */
    private static float[] cumprod(float[] betas) {
        var products = new float[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = (float) product;
        }
        return products;
    }

    private enum Form {
        LINEAR,
        SCALED_LINEAR,
        SQUAREDCOS_CAP_V2
    }
}
