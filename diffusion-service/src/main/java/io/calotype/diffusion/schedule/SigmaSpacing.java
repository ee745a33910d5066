package io.calotype.diffusion.schedule;

import java.util.Locale;

/**
 * How noise levels are spaced between the highest and the lowest; all but the first are independent of the timesteps.
 */
public enum SigmaSpacing {
    /** As the timesteps give them. */
    TRAINED,
    /**
     * T. Karras et al., "Elucidating the Design Space of Diffusion-Based Generative Models" (2022), equation 5, rho 7.
     */
    KARRAS,
    /** Evenly in the logarithm. */
    EXPONENTIAL,
    /** T. Lee et al., "Beta Sampling is All You Need" (2024), with alpha and beta 0.6. */
    BETA;

    private static final double RHO = 7;
    private static final double BETA_SHAPE = 0.6;

    /**
     * Reads which of the keys {@code use_karras_sigmas}, {@code use_exponential_sigmas}, {@code use_beta_sigmas} is on.
     *
     * @throws io.calotype.contracts.problem.Refusal if several are
     */
    public static SigmaSpacing of(SchedulerConfig config) {
        var found = TRAINED;
        for (var spacing : values()) {
            if (spacing != TRAINED && config.flag(spacing.key(), false)) {
                if (found != TRAINED) {
                    throw config.unsupported(spacing.key(), "false where " + found.key() + " is true");
                }
                found = spacing;
            }
        }
        return found;
    }

    /** Returns the key that turns it on. */
    String key() {
        return "use_" + label() + "_sigmas";
    }

    /** Returns what a scheduler's name ends in, for example {@code _karras}. */
    public String suffix() {
        return this == TRAINED ? "" : "_" + label();
    }

    /** Returns that many noise levels from high to low. */
    double[] sigmas(double high, double low, int count) {
        return switch (this) {
            case TRAINED -> throw new IllegalStateException("the timesteps give the sigmas");
            case KARRAS -> karras(high, low, count);
            case EXPONENTIAL -> exponential(high, low, count);
            case BETA -> beta(high, low, count);
        };
    }

    private static double[] karras(double high, double low, int count) {
        double first = StrictMath.pow(high, 1 / RHO);
        double last = StrictMath.pow(low, 1 / RHO);
        var sigmas = Linspace.of(0, 1, count);
        for (int i = 0; i < count; i++) {
            sigmas[i] = StrictMath.pow(first + sigmas[i] * (last - first), RHO);
        }
        return sigmas;
    }

    private static double[] exponential(double high, double low, int count) {
        var sigmas = Linspace.of(StrictMath.log(high), StrictMath.log(low), count);
        for (int i = 0; i < count; i++) {
            sigmas[i] = StrictMath.exp(sigmas[i]);
        }
        return sigmas;
    }

    private static double[] beta(double high, double low, int count) {
        var quantiles = new BetaDistribution(BETA_SHAPE, BETA_SHAPE);
        var sigmas = Linspace.of(0, 1, count);
        for (int i = 0; i < count; i++) {
            sigmas[i] = low + quantiles.quantile(1 - sigmas[i]) * (high - low);
        }
        return sigmas;
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
