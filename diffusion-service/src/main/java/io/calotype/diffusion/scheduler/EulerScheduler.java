package io.calotype.diffusion.scheduler;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Euler steps from sigma to sigma, with latents that grow with the noise.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 2 without churn; diffusers' {@code EulerDiscreteScheduler}.
 */
final class EulerScheduler extends TabulatedScheduler {
    private final SigmaTable table;
    private final Prediction prediction;

    EulerScheduler(String name, SigmaTable table, Prediction prediction, SchedulerConfig config) {
        super(name, config);
        this.table = table;
        this.prediction = prediction;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.oneOf("interpolation_type", "linear", List.of("linear"));
        config.oneOf("timestep_type", "discrete", List.of("discrete"));
        var table = new SigmaTable(config, spacing);
        return new EulerScheduler(name, table, config.choice("prediction_type", Prediction.EPSILON), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.schedule(start.steps());
    }

    @Override
    float inputScale(Trajectory image) {
        float sigma = image.sigma();
        return (float) Math.sqrt(sigma * sigma + 1);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = image.nextSigma() - sigma;
        float variance = sigma * sigma + 1;
        float skip = -sigma / (float) Math.sqrt(variance);
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            float clean =
                    switch (prediction) {
                        case EPSILON -> x[i] - sigma * predicted;
                        case SAMPLE -> predicted;
                        case V_PREDICTION -> predicted * skip + x[i] / variance;
                    };
            x[i] += (x[i] - clean) / sigma * dt;
        }
    }
}
