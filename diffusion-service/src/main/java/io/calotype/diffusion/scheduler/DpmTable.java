package io.calotype.diffusion.scheduler;

import java.util.Arrays;

/**
 * DPM-Solver's timesteps, which are whole numbers, and sigmas.
 *
 * <p>Source: diffusers' {@code DPMSolverMultistepScheduler.set_timesteps}.
 */
final class DpmTable {
    private final TrainedNoise noise;
    private final TimestepSpacing timestepSpacing;
    private final int offset;
    private final SigmaSpacing sigmaSpacing;
    private final boolean roundsTimesteps;
    private final int trainedSteps;
    private final float lastSigma;

    DpmTable(SchedulerConfig config, SigmaSpacing sigmaSpacing) {
        this.noise = TrainedNoise.withFiniteSigmas(config);
        this.timestepSpacing = config.choice("timestep_spacing", TimestepSpacing.LINSPACE);
        this.offset = config.whole("steps_offset", 0);
        this.sigmaSpacing = sigmaSpacing;
        this.roundsTimesteps = sigmaSpacing == SigmaSpacing.KARRAS
                && !config.text("beta_schedule", "linear").equals("squaredcos_cap_v2");
        this.lastSigma = FinalSigma.of(config).value(noise);
        this.trainedSteps = noise.stepsAbove(config.number("lambda_min_clipped", Double.NEGATIVE_INFINITY));
    }

    Schedule schedule(int steps) {
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
        return schedule(steps, timesteps, levels);
    }

    private Schedule bySigma(int steps) {
        var levels = sigmaSpacing.sigmas(noise.highestSigma(), noise.lowestSigma(), steps);
        var timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            double timestep = noise.timestep(levels[i]);
            timesteps[i] = (int) (roundsTimesteps ? Math.rint(timestep) : timestep);
        }
        return schedule(steps, timesteps, levels);
    }

    private Schedule schedule(int steps, float[] timesteps, double[] levels) {
        return new Schedule(steps, timesteps, Sigmas.withLast(levels, lastSigma), 1);
    }

    /** All but trailing take one more and leave out the lowest, where the way ends. */
    private double[] timesteps(int steps) {
        int last = trainedSteps - 1;
        if (timestepSpacing == TimestepSpacing.TRAILING) {
            double gap = (double) noise.steps() / steps;
            int fitting = (int) Math.ceil(trainedSteps / gap - 1e-9);
            return timestepSpacing.descending(last, fitting, gap, offset);
        }
        var withEnd = timestepSpacing.descending(last, steps + 1, 0, offset);
        return Arrays.copyOf(withEnd, steps);
    }
}
