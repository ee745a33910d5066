package io.calotype.inference.picture;

/** How much the old pixels around a new one count, by their distance. Source: Pillow's {@code Resample.c}. */
public enum ResampleFilter {
    /** The mean of the old pixels that a new one covers. */
    BOX(0.5),
    BILINEAR(1),
    BICUBIC(2),
    /** A windowed sinc of three lobes. */
    LANCZOS(3);

    private static final double A = -0.5; // how far the bicubic filter overshoots

    private final double reach;

    ResampleFilter(double reach) {
        this.reach = reach;
    }

    /** Returns the distance from which on nothing counts, in pixels. */
    double reach() {
        return reach;
    }

    double weight(double distance) {
        return switch (this) {
            case BOX -> distance > -reach && distance <= reach ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - Math.abs(distance));
            case BICUBIC -> cubic(Math.abs(distance));
            case LANCZOS -> distance >= -reach && distance < reach ? sinc(distance) * sinc(distance / reach) : 0;
        };
    }

    private static double cubic(double x) {
        if (x < 1) {
            return ((A + 2) * x - (A + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(x * Math.PI) / (x * Math.PI);
    }
}
