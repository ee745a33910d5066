package io.calotype.diffusion.schedule;

/**
 * The beta distribution, for its quantiles.
 *
 * <p>Source: the continued fraction of the incomplete beta function, NIST Digital Library of Mathematical Functions
 * 8.17.22, evaluated by the modified Lentz method.
 */
final class BetaDistribution {
    private static final double TINY = 1e-300;
    private static final double PRECISION = 1e-16;
    private static final int MAX_TERMS = 1000;
    private static final int BISECTIONS = 1100;

    private final double a;
    private final double b;
    private final double logBeta;

    /** Makes the distribution of two shapes, both above 0 and at most 100. */
    BetaDistribution(double a, double b) {
        this.a = a;
        this.b = b;
        this.logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    /** Returns the quantile of p; both are from 0 to 1. */
    double quantile(double p) {
        if (p <= 0 || p >= 1) {
            return p <= 0 ? 0 : 1;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (cumulative(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Returns the share of the distribution below x. */
    double cumulative(double x) {
        double front = StrictMath.exp(a * StrictMath.log(x) + b * StrictMath.log1p(-x) - logBeta);
        return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
    }

    private static double fraction(double a, double b, double x) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double result = d;
        for (int m = 1; m <= MAX_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            result *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            result *= d * c;
            if (Math.abs(d * c - 1) < PRECISION) {
                break;
            }
        }
        return result;
    }

    private static double awayFromZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Returns the logarithm of the gamma function by Stirling's series, after moving the argument above 10. */
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 10) {
            shift += StrictMath.log(y);
            y++;
        }
        double r = 1 / (y * y);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / y;
        return (y - 0.5) * StrictMath.log(y) - y + 0.5 * StrictMath.log(2 * Math.PI) + series - shift;
    }
}
