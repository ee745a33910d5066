package io.calotype.diffusion.schedule;

/**
 * The weights of UniPC's steps, one row for each step and order: with B and the system of equations for rho as in the
 * paper, in float as in diffusers.
 *
 * <p>Source: W. Zhao et al. (2023), theorem 3.1; diffusers' {@code multistep_uni_p_bh_update} and
 * {@code multistep_uni_c_bh_update}.
 */
public final class UniPcWeights {
    /** Of the latents at the step's start. */
    public static final int KEEP = 0;
    /** Of the newest clean picture. */
    public static final int GAIN = 1;
    /** Of its difference to the one before, in the prediction. */
    public static final int NEAR = 2;
    /** Of its difference to the one before that. */
    public static final int FAR = 3;

    /** Of {@link #NEAR}'s difference, in the correction. */
    public static final int NEAR_CORRECTION = 4;
    /** Of {@link #FAR}'s difference, in the correction. */
    public static final int FAR_CORRECTION = 5;
    /** Of its difference to the clean picture at the step's end. */
    public static final int OWN_CORRECTION = 6;

    private static final int COUNT = 7;
    private static final int MOST_ORDERS = 3;

    private UniPcWeights() {}

    /** Returns the schedule with the weights of every step, for orders up to the given one. */
    public static Schedule table(Schedule schedule, int order, boolean plain) {
        var rows = new float[schedule.steps() * MOST_ORDERS][COUNT];
        for (int step = 0; step < schedule.steps(); step++) {
            for (int p = 1; p <= Math.min(order, step + 1); p++) {
                fill(rows[step * MOST_ORDERS + p - 1], schedule, step, p, plain);
            }
        }
        return schedule.with(rows);
    }

    /** Returns the weights of a step at an order, indexed by the constants above. */
    public static float[] of(Schedule schedule, int step, int order) {
        return schedule.weights(step * MOST_ORDERS + order - 1);
    }

    private static void fill(float[] row, Schedule schedule, int step, int order, boolean plain) {
        float end = schedule.sigma(step + 1);
        float begin = schedule.sigma(step);
        float h = LogSnr.rise(begin, end);
        float phi = Float32.expm1(-h);
        float b = plain ? -h : phi;
        row[KEEP] = LogSnr.noise(end) / LogSnr.noise(begin);
        row[GAIN] = -LogSnr.alpha(end) * phi;
        float scale = -LogSnr.alpha(end) * b;
        float phi2 = phi / -h - 1;
        float phi3 = phi2 / -h - 1 / 2f;
        float phi4 = phi3 / -h - 1 / 6f;
        var right = new float[] {phi2 / b, phi3 * 2 / b, phi4 * 6 / b};
        float near = order > 1 ? place(schedule, step, 1, h) : 0;
        float far = order > 2 ? place(schedule, step, 2, h) : 0;
        switch (order) {
            case 1 -> row[OWN_CORRECTION] = scale * 0.5f;
            case 2 -> second(row, right, near, scale);
            default -> third(row, right, near, far, scale);
        }
    }

    private static void second(float[] row, float[] right, float near, float scale) {
        float rho = (right[0] - right[1]) / (1 - near);
        row[NEAR] = scale * 0.5f / near;
        row[NEAR_CORRECTION] = scale * rho / near;
        row[OWN_CORRECTION] = scale * (right[0] - rho);
    }

    private static void third(float[] row, float[] right, float near, float far, float scale) {
        float rhoNear = (right[1] - far * right[0]) / (near - far);
        row[NEAR] = scale * rhoNear / near;
        row[FAR] = scale * (right[0] - rhoNear) / far;
        // Of the three equations with rho times 1, r and r^2 the first is taken away from the others.
        float first = right[1] - right[0];
        float second = right[2] - right[0];
        float partNear = (second - first * (far + 1)) / (near - far);
        float correctionNear = partNear / (near - 1);
        float correctionFar = (first - partNear) / (far - 1);
        row[NEAR_CORRECTION] = scale * correctionNear / near;
        row[FAR_CORRECTION] = scale * correctionFar / far;
        row[OWN_CORRECTION] = scale * (right[0] - correctionNear - correctionFar);
    }

    /** Returns the position of an earlier step relative to this one, in units of this one's length over lambda; negative. */
    private static float place(Schedule schedule, int step, int back, float h) {
        return LogSnr.rise(schedule.sigma(step), schedule.sigma(step - back)) / h;
    }
}
