package io.calotype.diffusion.schedule;

/**
 * Timesteps and sigmas for latents that grow with the noise: chosen by timestep, or by sigma where the levels are
 * respaced.
 *
 * <p>Source: diffusers' {@code EulerDiscreteScheduler.set_timesteps} and those like it.
 */
public final class SigmaTable {
    private final TrainedNoise noise;
    private final TimestepSpacing timestepSpacing;
    private final int offset;
    private final SigmaSpacing sigmaSpacing;
    private final double sigmaMin;
    private final double sigmaMax;
    private final float lastSigma;

    /** Reads the table of a scheduler that takes every key. */
    public SigmaTable(SchedulerConfig config, SigmaSpacing sigmaSpacing) {
        this.noise = TrainedNoise.withFiniteSigmas(config);
        this.timestepSpacing = TimestepSpacing.of(config, TimestepSpacing.LINSPACE);
        this.offset = config.whole("steps_offset", 0);
        this.sigmaSpacing = sigmaSpacing;
        this.sigmaMin = config.number("sigma_min", Double.NaN);
        this.sigmaMax = config.number("sigma_max", Double.NaN);
        this.lastSigma = FinalSigma.of(config).value(noise);
    }

    /** Reads the table of a scheduler without zero terminal SNR and with no other ends than the trained ones and 0. */
    public static SigmaTable plain(SchedulerConfig config, SigmaSpacing sigmaSpacing) {
        return new SigmaTable(
                config.without("rescale_betas_zero_snr", "sigma_min", "sigma_max", "final_sigmas_type"), sigmaSpacing);
    }

    /** Returns the schedule of a midpoint scheduler whose timesteps may be between the trained ones. */
    public Schedule midpoints(int steps, Midpoint midpoint) {
        return levels(steps).midpoints(midpoint, noise::timestep);
    }

    /**
     * Returns the schedule of a midpoint scheduler whose steps start at whole timesteps where the sigmas are those of
     * Karras.
     *
     * <p>Source: diffusers' {@code KDPM2DiscreteScheduler.set_timesteps}.
     */
    public Schedule wholeMidpoints(int steps, Midpoint midpoint) {
        var levels = levels(steps);
        var settled = sigmaSpacing == SigmaSpacing.KARRAS ? levels.withWholeTimesteps() : levels;
        return settled.midpoints(midpoint, noise::timestep);
    }

    /** Returns the levels of that many steps; more than there are trained timesteps are refused. */
    public SigmaLevels levels(int steps) {
        StepLimit.check(steps, noise.steps());
        var at = timestepSpacing.descending(noise.steps() - 1, steps, (double) noise.steps() / steps, offset);
        var timesteps = new float[steps];
        var levels = new double[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) at[i];
            levels[i] = noise.sigma(timesteps[i]);
        }
        if (sigmaSpacing != SigmaSpacing.TRAINED) {
            levels = sigmaSpacing.sigmas(or(sigmaMax, levels[0]), or(sigmaMin, levels[steps - 1]), steps);
            for (int i = 0; i < steps; i++) {
                timesteps[i] = (float) noise.timestep(levels[i]);
            }
        }
        return new SigmaLevels(timesteps, Sigmas.withLast(levels, lastSigma), initialNoise((float) levels[0]));
    }

    /** The noise's own sigma, or that of latents to which a picture's unit variance is added. */
    private float initialNoise(float highest) {
        return timestepSpacing == TimestepSpacing.LEADING ? (float) Math.sqrt(highest * highest + 1) : highest;
    }

    private static double or(double value, double absent) {
        return Double.isNaN(value) ? absent : value;
    }
}
