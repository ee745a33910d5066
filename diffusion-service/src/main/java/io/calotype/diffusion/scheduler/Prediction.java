package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;

/** What a model of variance-preserving noise predicts; the values of {@code prediction_type}. */
enum Prediction {
    /** The noise in the latents. */
    EPSILON {
        @Override
        float atSigma(float x, float y, float sigma) {
            return x - sigma * y;
        }

        @Override
        float clean(float x, float y, float signal, float noise) {
            return (x - noise * y) / signal;
        }

        @Override
        float noise(float x, float y, float signal, float noise) {
            return y;
        }
    },
    /** The picture without noise. */
    SAMPLE {
        @Override
        float atSigma(float x, float y, float sigma) {
            return y;
        }

        @Override
        float clean(float x, float y, float signal, float noise) {
            return y;
        }

        @Override
        float noise(float x, float y, float signal, float noise) {
            return (x - signal * y) / noise;
        }
    },
    /** T. Salimans and J. Ho, "Progressive Distillation for Fast Sampling of Diffusion Models" (2022), section 4. */
    V_PREDICTION {
        @Override
        float atSigma(float x, float y, float sigma) {
            float variance = sigma * sigma + 1;
            return y * (-sigma / (float) Math.sqrt(variance)) + x / variance;
        }

        @Override
        float clean(float x, float y, float signal, float noise) {
            return signal * x - noise * y;
        }

        @Override
        float noise(float x, float y, float signal, float noise) {
            return signal * y + noise * x;
        }
    };

    private static final String KEY = "prediction_type";

    static Prediction of(SchedulerConfig config) {
        return config.choice(KEY, EPSILON);
    }

    /** Reads the type for a scheduler that cannot take {@link #SAMPLE}, as in diffusers. */
    static Prediction withoutSample(SchedulerConfig config) {
        var prediction = of(config);
        if (prediction == SAMPLE) {
            throw config.unsupported(KEY, "epsilon or v_prediction with this scheduler");
        }
        return prediction;
    }

    /**
     * Returns an element of the picture without noise, of latents that grow with the noise.
     *
     * @param x the latents' element
     * @param y the prediction's
     * @param sigma noise to signal
     */
    abstract float atSigma(float x, float y, float sigma);

    /**
     * Returns an element of the picture without noise, of latents of constant variance.
     *
     * @param signal the picture's amplitude in the latents
     * @param noise the noise's
     */
    abstract float clean(float x, float y, float signal, float noise);

    /** Returns an element of the noise, of latents of constant variance. */
    abstract float noise(float x, float y, float signal, float noise);
}
