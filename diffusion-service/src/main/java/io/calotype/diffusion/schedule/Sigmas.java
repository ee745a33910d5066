package io.calotype.diffusion.schedule;

/** The noise levels of sampling, rounded to float. */
final class Sigmas {
    private Sigmas() {}

    static float[] withLast(double[] levels, float last) {
        var sigmas = new float[levels.length + 1];
        for (int i = 0; i < levels.length; i++) {
            sigmas[i] = (float) levels[i];
        }
        sigmas[levels.length] = last;
        return sigmas;
    }
}
