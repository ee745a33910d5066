package io.calotype.diffusion.scheduler;

import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.noise.BrownianPath;
import io.calotype.diffusion.schedule.Schedule;

/** What a scheduler keeps of one image, allocated once. */
final class Memory {
    private final History history;
    private final float[][] registers;
    private final StepNoise noise;
    private final BrownianPath path;
    private int kept;

    /**
     * Allocates what a scheduler needs.
     *
     * @param seed of the generator
     * @param pathSeed of the path
     */
    Memory(Needs needs, Seed seed, Seed pathSeed, int elements) {
        history = new History(needs.predictions(), elements);
        registers = new float[needs.registers()][elements];
        noise = new StepNoise(seed, elements, needs.noise() != Needs.Noise.NONE);
        path = new BrownianPath(pathSeed, needs.noise() == Needs.Noise.PATH ? elements : 0);
    }

    History history() {
        return history;
    }

    float[] register(int index) {
        return registers[index];
    }

    /** Returns how many registers, from the first on, hold what later steps need. */
    int kept() {
        return kept;
    }

    void keep(int count) {
        kept = count;
    }

    StepNoise noise() {
        return noise;
    }

    /** Fills the noise's buffer with the path's increments between two of the image's noise levels. */
    float[] increment(Schedule schedule, float from, float to) {
        float[] into = noise.buffer();
        path.increment(schedule.lowestSigma(), schedule.highestSigma(), from, to, into);
        return into;
    }
}
