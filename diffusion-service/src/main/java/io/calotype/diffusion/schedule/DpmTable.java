package io.calotype.diffusion.schedule;

import java.util.Arrays;

/**
 * The timesteps, which are whole numbers, and sigmas of DPM-Solver and UniPC.
 *
 * <p>Source: diffusers' {@code DPMSolverMultistepScheduler.set_timesteps} and {@code UniPCMultistepScheduler}'s.
 */
public final class DpmTable {
    private final TrainedNoise noise;
    private final TimestepSpacing timestepSpacing;
    private final int offset;
    private final SigmaSpacing sigmaSpacing;
    private final boolean roundsTimesteps;
    private final boolean endsAtLastLevel;
    private final double sigmaMin;
    private final double sigmaMax;
    private final int trainedSteps;
    private final FinalSigma last;

    private DpmTable(
            SchedulerConfig config, SigmaSpacing sigmaSpacing, boolean roundsTimesteps, boolean endsAtLastLevel) {
        this.noise = TrainedNoise.withFiniteSigmas(config);
        this.timestepSpacing = TimestepSpacing.of(config, TimestepSpacing.LINSPACE);
        this.offset = config.whole("steps_offset", 0);
        this.sigmaSpacing = sigmaSpacing;
        this.roundsTimesteps = roundsTimesteps;
        this.endsAtLastLevel = endsAtLastLevel;
        this.sigmaMin = config.number("sigma_min", noise.lowestSigma());
        this.sigmaMax = config.number("sigma_max", noise.highestSigma());
        this.last = FinalSigma.of(config);
        this.trainedSteps = noise.stepsAbove(config.number("lambda_min_clipped", Double.NEGATIVE_INFINITY));
    }

    /** Reads the table of DPM-Solver. */
    public static DpmTable ofDpmSolver(SchedulerConfig config, SigmaSpacing spacing) {
        boolean cosine = config.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
        boolean rounds = spacing == SigmaSpacing.KARRAS && !cosine;
        return new DpmTable(config.without("sigma_min", "sigma_max"), spacing, rounds, false);
    }

    /** Reads the table of UniPC. */
    public static DpmTable ofUniPc(SchedulerConfig config, SigmaSpacing spacing) {
        return new DpmTable(config.without("lambda_min_clipped"), spacing, spacing == SigmaSpacing.KARRAS, true);
    }

    /** Returns whether the last sigma is 0. */
    public boolean endsWithoutNoise() {
        return last == FinalSigma.ZERO;
    }

    /** Returns the schedule of that many steps; more than there are trained timesteps are refused. */
    public Schedule schedule(int steps) {
        StepLimit.check(steps, trainedSteps - 1);
        return sigmaSpacing == SigmaSpacing.TRAINED ? byTimestep(steps) : bySigma(steps);
    }

    private Schedule byTimestep(int steps) {
        var at = timesteps(steps);
        var timesteps = new float[at.length];
        var levels = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            timesteps[i] = (float) Math.rint(at[i]);
            levels[i] = noise.sigma(timesteps[i]);
        }
        return schedule(steps, timesteps, levels, last.value(noise));
    }

    private Schedule bySigma(int steps) {
        var levels = sigmaSpacing.sigmas(sigmaMax, sigmaMin, steps);
        var timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            double timestep = noise.timestep(levels[i]);
            timesteps[i] = (int) (roundsTimesteps ? Math.rint(timestep) : timestep);
        }
        float lowest = endsAtLastLevel ? (float) levels[steps - 1] : last.value(noise);
        return schedule(steps, timesteps, levels, endsWithoutNoise() ? 0 : lowest);
    }

    private static Schedule schedule(int steps, float[] timesteps, double[] levels, float end) {
        return new Schedule(steps, Schedule.Calls.each(timesteps, Sigmas.withLast(levels, end)), 1);
    }

    /** All spacings but trailing take one more and leave out the lowest, where sampling ends. */
    private double[] timesteps(int steps) {
        int lastTimestep = trainedSteps - 1;
        if (timestepSpacing == TimestepSpacing.TRAILING) {
            double gap = (double) noise.steps() / steps;
            int fitting = (int) Math.ceil(trainedSteps / gap - 1e-9);
            return timestepSpacing.descending(lastTimestep, fitting, gap, offset);
        }
        var withEnd = timestepSpacing.descending(lastTimestep, steps + 1, 0, offset);
        return Arrays.copyOf(withEnd, steps);
    }
}
