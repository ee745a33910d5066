package io.calotype.diffusion.scheduler;

import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.schedule.AncestralSigmas;
import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.Midpoint;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * DPM-Solver++ (SDE): midpoint steps in the logarithm of sigma, each half with noise of a Brownian path over sigma.
 *
 * <p>Source: C. Lu et al. (2022), as in K. Crowson's k-diffusion, {@code sample_dpmpp_sde}; diffusers'
 * {@code DPMSolverSDEScheduler}. The path's seed is the key {@code noise_sampler_seed}, else the image's. Register: the
 * latents at the start of the step.
 */
final class DpmSdeScheduler extends SigmaScheduler {
    private static final Needs NEEDS = Needs.registers(1).with(Needs.Noise.PATH);
    private static final String SEED = "noise_sampler_seed";

    private final Optional<Seed> ownSeed;

    private DpmSdeScheduler(String name, Table table, Optional<Seed> ownSeed, SchedulerConfig config) {
        super(name, table, config);
        this.ownSeed = ownSeed;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var table = new Table(SigmaTable.plain(config, spacing), Prediction.withoutSample(config));
        var seed = config.seed(SEED);
        return new DpmSdeScheduler(name, table, config.has(SEED) ? Optional.of(seed) : Optional.empty(), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.midpoints(start.steps(), Midpoint.NEGATIVE_LOGARITHMIC);
    }

    @Override
    Needs needs() {
        return NEEDS;
    }

    @Override
    Seed pathSeed(Seed seed) {
        return ownSeed.orElse(seed);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        boolean begins = image.beginsStep();
        float sigma = begins ? image.sigma() : image.sigmaBefore();
        float target = begins ? image.nextSigma() : image.sigma();
        if (target == 0) {
            finish(image, output, from);
        } else {
            float middle = image.midpointSigma();
            stepTo(begins ? middle : target, begins ? sigma : middle, image, output.position(from));
        }
    }

    private void finish(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] += slope(x[i], output.get(from + i), sigma) * -sigma;
        }
    }

    /** Goes from the start of the step to a sigma with what the model predicts at another. */
    private void stepTo(float target, float at, Trajectory image, FloatBuffer output) {
        boolean begins = image.beginsStep();
        float time = -Float32.log(begins ? image.sigma() : image.sigmaBefore());
        float sigma = Float32.exp(-time);
        float end = begins ? target : Float32.exp(Float32.log(target));
        float up = Math.min(end, AncestralSigmas.up(sigma, end));
        float ancestral = -Float32.log(AncestralSigmas.down(end, up));
        float keep = Float32.exp(-ancestral) / sigma;
        float gain = Float32.expm1(time - ancestral);
        float[] noise = image.memory().increment(image.schedule(), end, sigma);
        float unit = -1 / Float32.sqrt(sigma - end);
        int from = output.position();
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            float clean = prediction.atSigma(x[i], output.get(from + i), at);
            start[i] = begins ? x[i] : start[i];
            x[i] = keep * start[i] - gain * clean + noise[i] * unit * up;
        }
    }
}
