package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import java.nio.FloatBuffer;

/**
 * Linear multistep: the polynomial through up to four slopes, integrated over the step.
 *
 * <p>Source: K. Crowson's k-diffusion, {@code sample_lms}; diffusers' {@code LMSDiscreteScheduler}. A trajectory that
 * starts in the middle has, as in diffusers, the weights of its place in the table from its first step on, though it has
 * no earlier slopes yet.
 */
final class LmsScheduler extends SigmaScheduler {
    private static final int ORDER = 4;
    /** Two nodes integrate polynomials of degree 3 exactly. */
    private static final double GAUSS_NODE = 1 / Math.sqrt(3);

    private LmsScheduler(String name, Table table, SchedulerConfig config) {
        super(name, table, config);
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        return new LmsScheduler(name, new Table(SigmaTable.plain(config, spacing), Prediction.of(config)), config);
    }

    @Override
    Needs needs() {
        return Needs.predictions(ORDER);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        var history = image.memory().history();
        float[] x = image.latents();
        float[] slopes = history.push();
        for (int i = 0; i < x.length; i++) {
            slopes[i] = slope(x[i], output.get(from + i), sigma);
        }
        int order = Math.min(image.step() + 1, ORDER);
        for (int back = 0; back < Math.min(order, history.size()); back++) {
            float weight = weight(image, order, back);
            float[] earlier = history.recall(back);
            for (int i = 0; i < x.length; i++) {
                x[i] += weight * earlier[i];
            }
        }
    }

    /** Integrates the Lagrange polynomial of one slope among the last {@code order} over the step. */
    private static float weight(Trajectory image, int order, int back) {
        double middle = ((double) image.nextSigma() + image.sigma()) / 2;
        double half = ((double) image.nextSigma() - image.sigma()) / 2;
        double left = polynomial(image, order, back, middle - half * GAUSS_NODE);
        double right = polynomial(image, order, back, middle + half * GAUSS_NODE);
        return (float) (half * (left + right));
    }

    private static double polynomial(Trajectory image, int order, int back, double at) {
        double own = image.schedule().sigma(image.step() - back);
        double product = 1;
        for (int k = 0; k < order; k++) {
            if (k != back) {
                double other = image.schedule().sigma(image.step() - k);
                product *= (at - other) / (own - other);
            }
        }
        return product;
    }
}
