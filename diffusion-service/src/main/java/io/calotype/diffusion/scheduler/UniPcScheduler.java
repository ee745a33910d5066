package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.DpmTable;
import io.calotype.diffusion.schedule.LogSnr;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.TrajectoryStart;
import io.calotype.diffusion.schedule.UniPcWeights;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A predictor and corrector of the same order: the prediction at the end of a step also corrects that step, at no
 * further call.
 *
 * <p>Source: W. Zhao et al., "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models"
 * (2023), algorithms 5 to 8; diffusers' {@code UniPCMultistepScheduler}. Register: the corrected latents at the last
 * step's start.
 */
final class UniPcScheduler extends LogSnrScheduler {
    private final Settings settings;

    private UniPcScheduler(String name, DpmTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.requireOff("thresholding", "use_flow_sigmas");
        if (config.has("solver_p")) {
            throw config.unsupported("solver_p", "null");
        }
        if (!config.flag("predict_x0", true)) {
            throw config.unsupported("predict_x0", "true");
        }
        var solver = config.oneOf("solver_type", "bh2", List.of("bh1", "bh2", "midpoint", "heun", "logrho"));
        int order = config.whole("solver_order", 2);
        if (order < 1 || order > 3) {
            throw config.unsupported("solver_order", "1 to 3");
        }
        var table = DpmTable.ofUniPc(config, spacing);
        boolean lowers = config.flag("lower_order_final", true);
        if (!lowers && order > 1 && table.endsWithoutNoise()) {
            throw config.unsupported("lower_order_final", "true where final_sigmas_type is zero");
        }
        var settings = new Settings(
                order, solver.equals("bh1"), Prediction.of(config), lowers, config.numbers("disable_corrector"));
        return new UniPcScheduler(name, table, settings, config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return UniPcWeights.table(super.schedule(start), settings.order, settings.plain);
    }

    @Override
    Needs needs() {
        return new Needs(settings.order, 1, Needs.Noise.NONE);
    }

    @Override
    int registersAfter(Trajectory image) {
        return image.taken() == 0 ? 0 : 1;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        float signal = LogSnr.alpha(image.sigma());
        float noisy = LogSnr.noise(image.sigma());
        for (int i = 0; i < x.length; i++) {
            // The prediction is of the latents as the model has seen them, before they are corrected.
            output.put(from + i, prediction.clean(x[i], output.get(from + i), signal, noisy));
        }
        if (corrects(image)) {
            correct(image, output, from);
        }
        output.get(from, image.memory().history().push());
        System.arraycopy(x, 0, start, 0, x.length);
        predict(image);
    }

    private boolean corrects(Trajectory image) {
        for (float disabled : settings.uncorrected) {
            if (image.step() - 1 == (int) disabled) {
                return false;
            }
        }
        return image.taken() > 0;
    }

    private int order(int step, int taken, int steps) {
        int most = settings.lowersOrder ? Math.min(settings.order, steps - step) : settings.order;
        return Math.min(most, taken + 1);
    }

    private void correct(Trajectory image, FloatBuffer clean, int from) {
        int order = order(image.step() - 1, image.taken() - 1, image.steps());
        float[] weights = UniPcWeights.of(image.schedule(), image.step() - 1, order);
        var history = image.memory().history();
        float[] start = image.memory().register(0);
        float[] newest = history.recall(0);
        float[] earlier = history.recall(order > 1 ? 1 : 0);
        float[] earliest = history.recall(order > 2 ? 2 : 0);
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float slopes = weights[UniPcWeights.NEAR_CORRECTION] * (earlier[i] - newest[i])
                    + weights[UniPcWeights.FAR_CORRECTION] * (earliest[i] - newest[i])
                    + weights[UniPcWeights.OWN_CORRECTION] * (clean.get(from + i) - newest[i]);
            x[i] = weights[UniPcWeights.KEEP] * start[i] + weights[UniPcWeights.GAIN] * newest[i] + slopes;
        }
    }

    private void predict(Trajectory image) {
        int order = order(image.step(), image.taken(), image.steps());
        float[] weights = UniPcWeights.of(image.schedule(), image.step(), order);
        var history = image.memory().history();
        float[] newest = history.recall(0);
        float[] earlier = history.recall(order > 1 ? 1 : 0);
        float[] earliest = history.recall(order > 2 ? 2 : 0);
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float slopes = weights[UniPcWeights.NEAR] * (earlier[i] - newest[i])
                    + weights[UniPcWeights.FAR] * (earliest[i] - newest[i]);
            x[i] = weights[UniPcWeights.KEEP] * x[i] + weights[UniPcWeights.GAIN] * newest[i] + slopes;
        }
    }

    /**
     * The settings.
     *
     * @param order the highest order of a step, 1 to 3
     * @param plain whether the function B is h itself ({@code bh1}), rather than that of the exponential integrator
     * @param lowersOrder whether the last steps are of lower order
     * @param uncorrected the steps that are not corrected
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Settings(
            int order, boolean plain, Prediction prediction, boolean lowersOrder, float[] uncorrected) {}
}
