package io.calotype.diffusion.scheduler;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * DPM-Solver++ for few steps: exponential integration in the log signal-to-noise ratio, with up to two earlier
 * predictions of the clean picture.
 *
 * <p>Source: C. Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models" (2022),
 * algorithm 2 and appendix; diffusers' {@code DPMSolverMultistepScheduler}. The arithmetic of the coefficients is in
 * float, as there.
 */
final class DpmSolverScheduler extends TabulatedScheduler {
    /** Ways shorter than this end in a step of lower order, if the configuration says so. */
    private static final int SHORT_WAY = 15;

    private final Settings settings;

    private DpmSolverScheduler(String name, Settings settings, SchedulerConfig config) {
        super(name, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.requireOff("thresholding", "use_flow_sigmas", "use_lu_lambdas");
        config.oneOf("algorithm_type", "dpmsolver++", List.of("dpmsolver++", "deis"));
        config.oneOf("variance_type", "", List.of(""));
        var solver = config.oneOf("solver_type", "midpoint", List.of("midpoint", "heun", "logrho", "bh1", "bh2"));
        int order = config.whole("solver_order", 2);
        if (order < 1 || order > 2) {
            throw config.unsupported("solver_order", "1 or 2");
        }
        var settings = new Settings(
                new DpmTable(config, spacing),
                order,
                solver.equals("heun"),
                config.choice("prediction_type", Prediction.EPSILON),
                config.flag("lower_order_final", true),
                config.flag("euler_at_final", false) || FinalSigma.of(config) == FinalSigma.ZERO);
        return new DpmSolverScheduler(name, settings, config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return settings.table.schedule(start.steps());
    }

    @Override
    int historyDepth() {
        return settings.order;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        predictClean(image, output, from);
        if (image.history().size() < 2 || isFirstOrderAtEnd(image)) {
            firstOrder(image);
        } else {
            secondOrder(image);
        }
    }

    private boolean isFirstOrderAtEnd(Trajectory image) {
        boolean last = image.step() == image.steps() - 1;
        return last && (settings.eulerAtFinal || (settings.lowerOrderFinal && image.steps() < SHORT_WAY));
    }

    private void predictClean(Trajectory image, FloatBuffer output, int from) {
        float alpha = alpha(image.sigma());
        float sigma = image.sigma() * alpha;
        float[] x = image.latents();
        float[] clean = image.history().push();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            clean[i] = switch (settings.prediction) {
                case EPSILON -> (x[i] - sigma * predicted) / alpha;
                case SAMPLE -> predicted;
                case V_PREDICTION -> alpha * x[i] - sigma * predicted;
            };
        }
    }

    private static void firstOrder(Trajectory image) {
        float alpha = alpha(image.nextSigma());
        float keep = image.nextSigma() * alpha / (image.sigma() * alpha(image.sigma()));
        float gain = alpha * (exp(-(lambda(image.nextSigma()) - lambda(image.sigma()))) - 1);
        float[] x = image.latents();
        float[] clean = image.history().recall(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = keep * x[i] - gain * clean[i];
        }
    }

    private void secondOrder(Trajectory image) {
        float before = image.schedule().sigma(image.step() - 1);
        float alpha = alpha(image.nextSigma());
        float keep = image.nextSigma() * alpha / (image.sigma() * alpha(image.sigma()));
        float h = lambda(image.nextSigma()) - lambda(image.sigma());
        float ratio = (lambda(image.sigma()) - lambda(before)) / h;
        float decay = exp(-h) - 1;
        float gain = alpha * decay;
        float slopeGain = settings.heun ? -(alpha * (decay / h + 1)) : 0.5f * gain;
        float[] x = image.latents();
        float[] clean = image.history().recall(0);
        float[] earlier = image.history().recall(1);
        for (int i = 0; i < x.length; i++) {
            float slope = 1 / ratio * (clean[i] - earlier[i]);
            x[i] = keep * x[i] - gain * clean[i] - slopeGain * slope;
        }
    }

    private static float alpha(float sigma) {
        return 1 / (float) Math.sqrt(sigma * sigma + 1);
    }

    /** Returns the log of the ratio of signal to noise; infinite where there is no noise. */
    private static float lambda(float sigma) {
        float alpha = alpha(sigma);
        return log(alpha) - log(sigma * alpha);
    }

    private static float log(float value) {
        return (float) StrictMath.log(value);
    }

    private static float exp(float value) {
        return (float) StrictMath.exp(value);
    }

    /**
     * What the configuration says.
     *
     * @param order the highest order of a step, 1 or 2
     * @param heun whether the second-order term is integrated exactly, rather than taken at the midpoint
     * @param lowerOrderFinal whether the last of few steps is of first order
     * @param eulerAtFinal whether the last step always is, as it must be where no noise is left
     */
    private record Settings(
            DpmTable table,
            int order,
            boolean heun,
            Prediction prediction,
            boolean lowerOrderFinal,
            boolean eulerAtFinal) {}
}
