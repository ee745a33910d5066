package io.calotype.diffusion.schedule;

/** The noise level between two others at which a midpoint scheduler calls the model again. */
public enum Midpoint {
    /** Halfway in the logarithm of sigma. */
    LOGARITHMIC {
        @Override
        float between(float from, float to) {
            float start = Float32.log(from);
            return from == 0 || to == 0 ? 0 : Float32.exp(start - (start - Float32.log(to)) * 0.5f);
        }
    },
    /** The same, to where the deterministic part of an ancestral step goes. */
    ANCESTRAL {
        @Override
        float between(float from, float to) {
            return LOGARITHMIC.between(AncestralSigmas.down(to, AncestralSigmas.up(from, to)), from);
        }
    },
    /** Halfway in the negative logarithm, rounded as DPM-Solver++ (SDE) rounds it. */
    NEGATIVE_LOGARITHMIC {
        @Override
        float between(float from, float to) {
            float start = -Float32.log(from);
            return Float32.exp(-(start + (-Float32.log(to) - start) * 0.5f));
        }
    };

    /** Returns the sigma at the midpoint of a step; 0 where the step ends without noise. */
    abstract float between(float from, float to);
}
