package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.PndmTimesteps;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Pseudo numerical methods: a linear multistep over the predicted noise (PLMS), by default after three steps of
 * Runge-Kutta with four calls of the model each.
 *
 * <p>Source: L. Liu et al., "Pseudo Numerical Methods for Diffusion Models on Manifolds" (2022), equations 11 to 13;
 * diffusers' {@code PNDMScheduler}, including counting the calls from 0 when starting from a picture. Registers: the
 * latents at the start of a step with several calls, and the sum of its predictions.
 */
final class PndmScheduler extends SignalScheduler {
    private static final int ORDER = 4;
    private static final int RUNGE_KUTTA_CALLS = 12;
    private static final float[][] ADAMS_BASHFORTH = {
        {1}, {3f / 2, -1f / 2}, {23f / 12, -16f / 12, 5f / 12}, {55f / 24, -59f / 24, 37f / 24, -9f / 24}
    };

    private final Settings settings;

    private PndmScheduler(String name, SignalTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        var table = SignalTable.of(config.without("rescale_betas_zero_snr"));
        var settings = new Settings(
                Prediction.withoutSample(config),
                config.flag("set_alpha_to_one", false) ? 1 : table.noise().alphaCumprod(0),
                config.flag("skip_prk_steps", false));
        return new PndmScheduler(name, table, settings, config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        int steps = start.steps();
        if (!settings.skipsRungeKutta && steps < ORDER) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "steps",
                    "steps is " + steps + "; this scheduler has at least " + ORDER + " unless skip_prk_steps is true");
        }
        var down = table.timesteps().of(start);
        return SignalTable.schedule(
                start,
                settings.skipsRungeKutta
                        ? PndmTimesteps.multistep(down)
                        : PndmTimesteps.rungeKuttaFirst(down, noise.steps() / steps / 2));
    }

    @Override
    Needs needs() {
        return new Needs(ORDER, 2, Needs.Noise.NONE);
    }

    @Override
    int predictionsAfter(int taken) {
        if (settings.skipsRungeKutta) {
            return Math.min(taken < 2 ? taken : taken - 1, ORDER);
        }
        return taken <= RUNGE_KUTTA_CALLS ? (taken + 3) / 4 : ORDER;
    }

    @Override
    int registersAfter(Trajectory image) {
        int taken = image.taken();
        if (settings.skipsRungeKutta) {
            return taken == 1 ? 1 : 0;
        }
        return taken < RUNGE_KUTTA_CALLS && taken % 4 != 0 ? 2 : 0;
    }

    @Override
    boolean isBetweenSteps(Trajectory image) {
        return registersAfter(image) == 0;
    }

    @Override
    boolean canBeEntered() {
        return false;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        if (!settings.skipsRungeKutta && image.taken() < RUNGE_KUTTA_CALLS) {
            rungeKutta(image, output, from);
        } else {
            multistep(image, output, from);
        }
    }

    private void rungeKutta(Trajectory image, FloatBuffer output, int from) {
        int call = image.taken() % 4;
        float[] start = image.memory().register(0);
        float[] sum = image.memory().register(1);
        if (call == 0) {
            output.get(from, image.memory().history().push());
            System.arraycopy(image.latents(), 0, start, 0, start.length);
        }
        boolean outer = call == 0 || call == 3;
        float weight = outer ? 1 / 6f : 1 / 3f;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            sum[i] = (call == 0 ? 0 : sum[i]) + weight * predicted;
            x[i] = call == 3 ? sum[i] : predicted;
        }
        int half = call % 2 == 0 ? noise.steps() / image.schedule().requested() / 2 : 0;
        int timestep = (int) image.schedule().timestep(image.taken() - call);
        transfer(image, start, timestep, (int) image.timestep() - half);
    }

    private void multistep(Trajectory image, FloatBuffer output, int from) {
        int gap = noise.steps() / image.schedule().requested();
        var history = image.memory().history();
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        if (settings.skipsRungeKutta && image.taken() == 1) {
            float[] first = history.recall(0);
            for (int i = 0; i < x.length; i++) {
                x[i] = (output.get(from + i) + first[i]) / 2;
            }
            transfer(image, start, (int) image.timestep() + gap, (int) image.timestep());
            return;
        }
        output.get(from, history.push());
        System.arraycopy(x, 0, start, 0, start.length);
        combine(history, x);
        transfer(image, start, (int) image.timestep(), (int) image.timestep() - gap);
    }

    private static void combine(History history, float[] into) {
        float[] weights = ADAMS_BASHFORTH[history.size() - 1];
        Arrays.fill(into, 0);
        for (int back = 0; back < weights.length; back++) {
            float[] earlier = history.recall(back);
            for (int i = 0; i < into.length; i++) {
                into[i] += weights[back] * earlier[i];
            }
        }
    }

    /** Takes latents from one timestep to another; the image's own hold the prediction and take the result. */
    private void transfer(Trajectory image, float[] start, int timestep, int next) {
        float alpha = noise.alphaCumprod(timestep);
        float nextAlpha = next >= 0 ? noise.alphaCumprod(next) : settings.finalAlpha;
        float signal = Float32.sqrt(alpha);
        float noisy = Float32.sqrt(1 - alpha);
        float keep = Float32.sqrt(nextAlpha / alpha);
        float divisor = alpha * Float32.sqrt(1 - nextAlpha) + Float32.sqrt(alpha * (1 - alpha) * nextAlpha);
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float epsilon = prediction.noise(start[i], x[i], signal, noisy);
            x[i] = keep * start[i] - (nextAlpha - alpha) * epsilon / divisor;
        }
    }

    /**
     * The settings.
     *
     * @param finalAlpha alpha bar after the last step
     * @param skipsRungeKutta whether all steps are multistep
     */
    private record Settings(Prediction prediction, float finalAlpha, boolean skipsRungeKutta) {}
}
