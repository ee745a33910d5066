package io.calotype.local.parity;

/** How far latents are from those of diffusers. */
final class Latents {

    private Latents() {}

    /** The largest difference of two elements at the same place. */
    static double difference(float[] own, float[] there) {
        double difference = 0;
        for (int i = 0; i < there.length; i++) {
            difference = Math.max(difference, Math.abs(own[i] - there[i]));
        }
        return difference;
    }

    /** The largest magnitude. */
    static double largest(float[] values) {
        return difference(values, new float[values.length]);
    }
}
