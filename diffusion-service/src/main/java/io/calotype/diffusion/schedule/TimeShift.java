package io.calotype.diffusion.schedule;

/**
 * Moves a flow's noise levels towards noise, by a constant or, with {@code use_dynamic_shifting}, more for larger
 * pictures.
 *
 * <p>Source: P. Esser et al. (2024), equation 23; diffusers' {@code calculate_shift} for the dependence on the
 * picture's size, counted in tokens of 2 x 2 latents. {@link StepShift} takes its place where the number of steps counts too.
 */
final class TimeShift {
    private static final int PATCH = 2;

    private final double shift;
    private final boolean dynamic;
    private final boolean exponential;
    private final double baseShift;
    private final double slope;
    private final int baseTokens;
    private final boolean bySteps;

    TimeShift(SchedulerConfig config) {
        this.shift = config.number("shift", 1);
        this.dynamic = config.flag("use_dynamic_shifting", false);
        this.exponential = config.choice("time_shift_type", Type.EXPONENTIAL) == Type.EXPONENTIAL;
        this.baseShift = config.number("base_shift", 0.5);
        this.baseTokens = config.whole("base_image_seq_len", 256);
        this.bySteps = config.has(FlowSigmas.SHIFT_BY_STEPS) && config.flag(FlowSigmas.SHIFT_BY_STEPS, false);
        int maxTokens = config.whole("max_image_seq_len", 4096);
        this.slope = (config.number("max_shift", 1.15) - baseShift) / (maxTokens - baseTokens);
    }

    boolean isDynamic() {
        return dynamic;
    }

    /** Returns the constant shift of a level, in float. */
    float constant(float sigma) {
        float factor = (float) shift;
        return factor * sigma / (1 + (float) (shift - 1) * sigma);
    }

    /** Returns the shifted level, 0 to 1, for latents {@code [C, h, w]}. */
    double apply(double sigma, TrajectoryStart start) {
        if (!dynamic) {
            return shift * sigma / (1 + (shift - 1) * sigma);
        }
        double mu = bySteps ? StepShift.mu(start) : mu(start);
        double strength = exponential ? StrictMath.exp(mu) : mu;
        return strength / (strength + (1 / sigma - 1));
    }

    private double mu(TrajectoryStart start) {
        var latents = start.latents();
        long tokens = (latents.dim(1) / PATCH) * (latents.dim(2) / PATCH);
        return tokens * slope + (baseShift - slope * baseTokens);
    }

    private enum Type {
        EXPONENTIAL,
        LINEAR
    }
}
