package io.calotype.diffusion.scheduler;

/**
 * The weights of UniPC's steps, a row for each step and order: with B and the system of equations for rho as in the
 * paper, in float as in diffusers.
 *
 * <p>Source: W. Zhao et al. (2023), theorem 3.1; diffusers' {@code multistep_uni_p_bh_update} and
 * {@code multistep_uni_c_bh_update}.
 */
final class UniPcWeights {
    /** Of the latents at the step's begin. */
    static final int KEEP = 0;
    /** Of the newest clean picture. */
    static final int GAIN = 1;
    /** Of its difference to the one before, in the prediction. */
    static final int NEAR = 2;
    /** Of its difference to the one before that. */
    static final int FAR = 3;

    static final int NEAR_CORRECTION = 4;
    static final int FAR_CORRECTION = 5;
    /** Of its difference to the clean picture at the step's end. */
    static final int OWN_CORRECTION = 6;

    private static final int COUNT = 7;
    private static final int MOST_ORDERS = 3;

    private UniPcWeights() {}

    static Schedule table(Schedule schedule, int order, boolean plain) {
        var rows = new float[schedule.steps() * MOST_ORDERS][COUNT];
        for (int step = 0; step < schedule.steps(); step++) {
            for (int p = 1; p <= Math.min(order, step + 1); p++) {
                fill(rows[step * MOST_ORDERS + p - 1], schedule, step, p, plain);
            }
        }
        return schedule.with(rows);
    }

    static float[] of(Schedule schedule, int step, int order) {
        return schedule.weights(step * MOST_ORDERS + order - 1);
    }

    private static void fill(float[] row, Schedule schedule, int step, int order, boolean plain) {
        float end = schedule.sigma(step + 1);
        float begin = schedule.sigma(step);
        float h = LogSnrRule.lambda(end) - LogSnrRule.lambda(begin);
        float phi = Float32.expm1(-h);
        float b = plain ? -h : phi;
        row[KEEP] = LogSnrRule.noise(end) / LogSnrRule.noise(begin);
        row[GAIN] = -LogSnrRule.alpha(end) * phi;
        float scale = -LogSnrRule.alpha(end) * b;
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

    /** Returns where an earlier step lies before this one, in units of this one's length over lambda; negative. */
    private static float place(Schedule schedule, int step, int back, float h) {
        return (LogSnrRule.lambda(schedule.sigma(step - back)) - LogSnrRule.lambda(schedule.sigma(step))) / h;
    }
}
