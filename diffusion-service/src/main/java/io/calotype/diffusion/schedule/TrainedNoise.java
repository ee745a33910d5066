package io.calotype.diffusion.schedule;

/**
 * The noise that a variance-preserving model was trained with, by timestep: alpha bar, and sigma, the ratio of noise to
 * signal.
 *
 * <p>Source: T. Karras et al. (2022), table 1, for sigma; the arithmetic is in float or double where that of diffusers
 * is.
 */
public final class TrainedNoise {
    /** Alpha bar of the last timestep where it would be 0, so that its sigma is finite. */
    private static final float LEAST_SIGNAL = 0x1p-24f;

    private final float[] alphasCumprod;
    private final float[] sigmas;
    private final float[] logSigmas;

    private TrainedNoise(float[] alphasCumprod) {
        this.alphasCumprod = alphasCumprod;
        this.sigmas = new float[alphasCumprod.length];
        this.logSigmas = new float[alphasCumprod.length];
        for (int t = 0; t < sigmas.length; t++) {
            sigmas[t] = (float) Math.sqrt((1 - alphasCumprod[t]) / alphasCumprod[t]);
            logSigmas[t] = (float) StrictMath.log(sigmas[t]);
        }
    }

    /** Reads the noise of a scheduler that never divides by the signal. */
    public static TrainedNoise of(SchedulerConfig config) {
        return new TrainedNoise(Betas.alphasCumprod(config));
    }

    /** Reads the noise of a scheduler that divides by the signal: where that would end at zero, a trace of it stays. */
    static TrainedNoise withFiniteSigmas(SchedulerConfig config) {
        float[] alphasCumprod = Betas.alphasCumprod(config);
        if (config.flag("rescale_betas_zero_snr", false)) {
            alphasCumprod[alphasCumprod.length - 1] = LEAST_SIGNAL;
        }
        return new TrainedNoise(alphasCumprod);
    }

    /** Returns the number of timesteps; they count from 0. */
    public int steps() {
        return sigmas.length;
    }

    /** Returns how many timesteps, from 0 on, have at least this log of the ratio of signal to noise amplitude. */
    int stepsAbove(double lambda) {
        int steps = sigmas.length;
        while (steps > 1 && lambda(steps - 1) < lambda) {
            steps--;
        }
        return steps;
    }

    /** Returns alpha bar of a timestep. */
    public float alphaCumprod(int timestep) {
        return alphasCumprod[timestep];
    }

    float lowestSigma() {
        return sigmas[0];
    }

    float highestSigma() {
        return sigmas[sigmas.length - 1];
    }

    /** Returns the sigma of a timestep, interpolated between trained ones and clamped to their range. */
    double sigma(double timestep) {
        if (timestep <= 0) {
            return sigmas[0];
        }
        int below = (int) timestep;
        if (below >= sigmas.length - 1) {
            return highestSigma();
        }
        double slope = (double) sigmas[below + 1] - sigmas[below];
        return slope * (timestep - below) + sigmas[below];
    }

    /** Returns the timestep of a sigma, interpolated in the logarithm. */
    double timestep(double sigma) {
        double logSigma = StrictMath.log(Math.max(sigma, 1e-10));
        int low = 0;
        while (low < logSigmas.length - 2 && logSigmas[low + 1] <= logSigma) {
            low++;
        }
        double weight = (logSigmas[low] - logSigma) / (logSigmas[low] - logSigmas[low + 1]);
        weight = Math.min(Math.max(weight, 0), 1);
        return (1 - weight) * low + weight * (low + 1);
    }

    private float lambda(int timestep) {
        float alpha = (float) Math.sqrt(alphasCumprod[timestep]);
        float sigma = (float) Math.sqrt(1 - alphasCumprod[timestep]);
        return (float) StrictMath.log(alpha) - (float) StrictMath.log(sigma);
    }
}
