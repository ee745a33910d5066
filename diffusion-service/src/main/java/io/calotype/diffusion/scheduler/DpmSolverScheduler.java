package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.DpmTable;
import io.calotype.diffusion.schedule.DpmWeights;
import io.calotype.diffusion.schedule.LogSnr;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * DPM-Solver++ for few steps: exponential integration in the log signal-to-noise ratio, with up to three predictions of
 * the clean picture; of the ordinary or, with fresh noise at each step, the stochastic differential equation.
 *
 * <p>Source: C. Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of Diffusion Probabilistic Models" (2022),
 * algorithm 2 and appendix; diffusers' {@code DPMSolverMultistepScheduler}.
 */
final class DpmSolverScheduler extends LogSnrScheduler {
    static final String CLASS = "DPMSolverMultistepScheduler";

    private static final String ALGORITHM = "algorithm_type";
    private static final String ORDER = "solver_order";
    /** With fewer steps than this the last ones are of lower order, if configured. */
    private static final int FEW_STEPS = 15;

    private final Settings settings;

    private DpmSolverScheduler(String name, DpmTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    /** Returns the configuration with order and equation as a short name has them. */
    static SchedulerConfig settle(SchedulerConfig config, int order, boolean stochastic) {
        return config.with(ORDER, order).with(ALGORITHM, stochastic ? "sde-dpmsolver++" : "dpmsolver++");
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.requireOff("thresholding", "use_flow_sigmas", "use_lu_lambdas");
        config.oneOf("variance_type", "", List.of(""));
        var algorithm = config.oneOf(ALGORITHM, "dpmsolver++", List.of("dpmsolver++", "sde-dpmsolver++", "deis"));
        var solver = config.oneOf("solver_type", "midpoint", List.of("midpoint", "heun", "logrho", "bh1", "bh2"));
        int order = config.whole(ORDER, 2);
        if (order < 1 || order > 3) {
            throw config.unsupported(ORDER, "1 to 3");
        }
        var table = DpmTable.ofDpmSolver(config, spacing);
        var settings = new Settings(
                order,
                new DpmWeights(algorithm.equals("sde-dpmsolver++"), solver.equals("heun")),
                Prediction.of(config),
                config.flag("lower_order_final", true),
                config.flag("euler_at_final", false) || table.endsWithoutNoise());
        return new DpmSolverScheduler(name, table, settings, config);
    }

    @Override
    Needs needs() {
        var needs = Needs.predictions(settings.order);
        return settings.weights.stochastic() ? needs.with(Needs.Noise.GENERATOR) : needs;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        predictClean(image, output, from);
        int order = order(image);
        float before = order > 1 ? image.sigmaBefore() : 0;
        float evenBefore = order > 2 ? image.schedule().sigma(image.step() - 2) : 0;
        if (order == 1) {
            firstOrder(image);
        } else if (order == 2) {
            secondOrder(image, before);
        } else {
            thirdOrder(image, before, evenBefore);
        }
        if (settings.weights.stochastic()) {
            addFresh(image, 1, settings.weights.noise(image.sigma(), image.nextSigma()));
        }
    }

    private int order(Trajectory image) {
        int left = image.steps() - 1 - image.step();
        boolean lowersOrder = settings.lowerOrderFinal && image.steps() < FEW_STEPS;
        int most = Math.min(settings.order, image.memory().history().size());
        if (left == 0 && (settings.eulerAtFinal || lowersOrder)) {
            return 1;
        }
        return left == 1 && lowersOrder ? Math.min(most, 2) : most;
    }

    private void predictClean(Trajectory image, FloatBuffer output, int from) {
        float signal = LogSnr.alpha(image.sigma());
        float noisy = LogSnr.noise(image.sigma());
        float[] x = image.latents();
        float[] clean = image.memory().history().push();
        for (int i = 0; i < x.length; i++) {
            clean[i] = prediction.clean(x[i], output.get(from + i), signal, noisy);
        }
    }

    private void firstOrder(Trajectory image) {
        float keep = settings.weights.keep(image.sigma(), image.nextSigma());
        float gain = settings.weights.gain(image.sigma(), image.nextSigma());
        float[] x = image.latents();
        float[] clean = image.memory().history().recall(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = keep * x[i] + gain * clean[i];
        }
    }

    private void secondOrder(Trajectory image, float before) {
        float keep = settings.weights.keep(image.sigma(), image.nextSigma());
        float gain = settings.weights.gain(image.sigma(), image.nextSigma());
        float slopeGain = settings.weights.slopeGain(image.sigma(), image.nextSigma());
        float h = LogSnr.rise(image.sigma(), image.nextSigma());
        float inverse = 1 / (LogSnr.rise(before, image.sigma()) / h);
        float[] x = image.latents();
        float[] clean = image.memory().history().recall(0);
        float[] earlier = image.memory().history().recall(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = keep * x[i] + gain * clean[i] + slopeGain * (inverse * (clean[i] - earlier[i]));
        }
    }

    private void thirdOrder(Trajectory image, float before, float evenBefore) {
        var weights = settings.weights;
        float keep = weights.keep(image.sigma(), image.nextSigma());
        float gain = weights.gain(image.sigma(), image.nextSigma());
        float slopeGain = weights.exactSlopeGain(image.sigma(), image.nextSigma());
        float curveGain = weights.curveGain(image.sigma(), image.nextSigma());
        float h = LogSnr.rise(image.sigma(), image.nextSigma());
        float near = LogSnr.rise(before, image.sigma()) / h;
        float far = LogSnr.rise(evenBefore, before) / h;
        float[] x = image.latents();
        float[] clean = image.memory().history().recall(0);
        float[] earlier = image.memory().history().recall(1);
        float[] earliest = image.memory().history().recall(2);
        for (int i = 0; i < x.length; i++) {
            float nearSlope = 1 / near * (clean[i] - earlier[i]);
            float change = nearSlope - 1 / far * (earlier[i] - earliest[i]);
            float slope = nearSlope + near / (near + far) * change;
            float curve = 1 / (near + far) * change;
            x[i] = keep * x[i] + gain * clean[i] + slopeGain * slope + curveGain * curve;
        }
    }

    /**
     * The settings.
     *
     * @param order the highest order of a step, 1 to 3
     * @param lowerOrderFinal whether the last of few steps are of lower order
     * @param eulerAtFinal whether the last step is of first order, as it must be where no noise is left
     */
    private record Settings(
            int order, DpmWeights weights, Prediction prediction, boolean lowerOrderFinal, boolean eulerAtFinal) {}
}
