package io.calotype.diffusion.scheduler;

import java.nio.FloatBuffer;

/**
 * Midpoint steps that go further down than asked and add fresh noise.
 *
 * <p>Source: K. Crowson's k-diffusion, {@code sample_dpm_2_ancestral}; diffusers' {@code KDPM2AncestralDiscreteScheduler}.
 * Register: the latents at the step's begin.
 */
final class Dpm2AncestralScheduler extends MidpointRule {
    private static final Needs NEEDS = Needs.registers(1).with(Needs.Noise.GENERATOR);

    private final Dpm2Table table;

    private Dpm2AncestralScheduler(String name, Dpm2Table table, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
        this.table = table;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var table = new Dpm2Table(SigmaTable.plain(config, spacing));
        return new Dpm2AncestralScheduler(name, table, Prediction.withoutSample(config), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.schedule(start.steps(), this::middle);
    }

    @Override
    Needs needs() {
        return NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        if (image.step() % 2 == 0) {
            goHalfway(image, output, from);
        } else {
            goWhole(image, output, from);
        }
    }

    private void goHalfway(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = middle(sigma, image.nextSigma()) - sigma;
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            begin[i] = x[i];
            x[i] += slope(x[i], output.get(from + i), sigma) * dt;
        }
    }

    private void goWhole(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigmaBefore();
        float middle = middle(sigma, image.sigma());
        float up = AncestralSigmas.up(sigma, image.sigma());
        float dt = AncestralSigmas.down(image.sigma(), up) - sigma;
        float[] noise = image.memory().noise().next();
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = begin[i] + slope(x[i], output.get(from + i), middle) * dt + noise[i] * up;
        }
    }

    @Override
    float middle(float from, float to) {
        return Float32.between(AncestralSigmas.down(to, AncestralSigmas.up(from, to)), from);
    }
}
