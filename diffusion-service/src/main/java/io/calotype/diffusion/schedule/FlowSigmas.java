package io.calotype.diffusion.schedule;

/**
 * The noise levels of a flow-matching scheduler: even, then shifted towards noise by a constant or by the picture's size,
 * stretched to a last level, and respaced, as far as the configuration asks for each.
 *
 * <p>Source: P. Esser et al. (2024), section 5.3.2; diffusers' {@code FlowMatchEulerDiscreteScheduler.set_timesteps}.
 */
public final class FlowSigmas {
    /** Set where the levels before the shift are the pipeline's, {@code linspace(1, 1/n, n)}, not the scheduler's. */
    public static final String EVEN = "even_levels";

    /** Set where a dynamic shift depends on the number of steps too. */
    public static final String SHIFT_BY_STEPS = "shift_by_steps";

    private final int trainedSteps;
    private final boolean even;
    private final TimeShift shift;
    private final double terminal;
    private final SigmaSpacing spacing;

    /** Reads the settings. */
    public FlowSigmas(SchedulerConfig config, SigmaSpacing spacing) {
        config.requireOff("invert_sigmas", "stochastic_sampling");
        this.trainedSteps = config.count("num_train_timesteps", 1000);
        this.even = config.has(EVEN) && config.flag(EVEN, false);
        this.shift = new TimeShift(config);
        this.terminal = config.number("shift_terminal", 0);
        this.spacing = spacing;
    }

    /** Returns whether the levels depend on the shape of the latents. */
    public boolean dependOnShape() {
        return shift.isDynamic();
    }

    /** Returns the levels, each with the timestep that is its share of the trained ones; the last is 0. */
    public SigmaLevels levels(TrajectoryStart start) {
        var sigmas = sigmas(start);
        var timesteps = new float[sigmas.length - 1];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = sigmas[i] * trainedSteps;
        }
        return new SigmaLevels(timesteps, sigmas, 1);
    }

    private float[] sigmas(TrajectoryStart start) {
        int steps = start.steps();
        var levels = even ? Linspace.of(1, 1.0 / steps, steps) : trainedLevels(steps);
        for (int i = 0; i < steps; i++) {
            levels[i] = shift.apply(levels[i], start);
        }
        stretch(levels);
        var spaced = spacing == SigmaSpacing.TRAINED ? levels : spacing.sigmas(levels[0], levels[steps - 1], steps);
        return Sigmas.withLast(spaced, 0);
    }

    private double[] trainedLevels(int steps) {
        double high = trained(1f);
        double low = trained((float) (1.0 / trainedSteps));
        var levels = Linspace.of(high * trainedSteps, low * trainedSteps, steps);
        for (int i = 0; i < steps; i++) {
            levels[i] /= trainedSteps;
        }
        return levels;
    }

    /** Shifts the ends of the trained range in float, as diffusers does before it shifts all levels. */
    private double trained(float sigma) {
        return shift.isDynamic() ? sigma : shift.constant(sigma);
    }

    /**
     * Stretches the levels so that the last becomes the terminal; a single level has no other end to hold and stays.
     */
    private void stretch(double[] levels) {
        if (terminal == 0 || levels.length == 1) {
            return;
        }
        double scale = (1 - levels[levels.length - 1]) / (1 - terminal);
        for (int i = 0; i < levels.length; i++) {
            levels[i] = 1 - (1 - levels[i]) / scale;
        }
    }
}
