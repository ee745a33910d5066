package io.calotype.diffusion.scheduler;

/**
 * The state that a scheduler keeps for an image besides its latents.
 *
 * @param predictions how many predictions it looks back on, the current one among them
 * @param registers how many other fields of the latents' shape it keeps from one call of the model to the next
 * @param noise the noise that its steps add
 */
record Needs(int predictions, int registers, Noise noise) {
    static final Needs NOTHING = new Needs(0, 0, Noise.NONE);

    /** The source of the noise that is added. */
    enum Noise {
        NONE,
        /** The generator of the initial noise, one field after the other. */
        GENERATOR,
        /** A Brownian path over the noise levels. */
        PATH
    }

    static Needs predictions(int count) {
        return new Needs(count, 0, Noise.NONE);
    }

    static Needs registers(int count) {
        return new Needs(0, count, Noise.NONE);
    }

    Needs with(Noise source) {
        return new Needs(predictions, registers, source);
    }
}
