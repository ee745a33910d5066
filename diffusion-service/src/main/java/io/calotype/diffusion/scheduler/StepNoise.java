package io.calotype.diffusion.scheduler;

import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.noise.TorchGenerator;

/**
 * An image's noise, drawn field by field; the generator's position is the number of fields.
 *
 * <p>All fields have the latents' shape, as in diffusers, so the generator's position follows from seed and number.
 */
final class StepNoise {
    private final TorchGenerator generator;
    private final int elements;
    private final float[] buffer;
    private int draws;

    /**
     * Seeds the generator.
     *
     * @param buffered whether the scheduler's steps add noise, into a buffer that is reused
     */
    StepNoise(Seed seed, int elements, boolean buffered) {
        this.generator = new TorchGenerator(seed);
        this.elements = elements;
        this.buffer = new float[buffered ? elements : 0];
    }

    /** Returns how many fields were drawn or skipped. */
    int draws() {
        return draws;
    }

    float[] buffer() {
        return buffer;
    }

    /** Draws the next field into the buffer. */
    float[] next() {
        fill(buffer);
        return buffer;
    }

    void fill(float[] into) {
        generator.fillNormal(into);
        draws++;
    }

    void skip(int fields) {
        for (int i = 0; i < fields; i++) {
            generator.skipNormal(elements);
        }
        draws += fields;
    }
}
