package io.calotype.diffusion.schedule;

/** The noise level at which sampling ends; the values of {@code final_sigmas_type}. */
enum FinalSigma {
    ZERO,
    SIGMA_MIN;

    static FinalSigma of(SchedulerConfig config) {
        return config.choice("final_sigmas_type", ZERO);
    }

    float value(TrainedNoise noise) {
        return this == ZERO ? 0 : noise.lowestSigma();
    }
}
