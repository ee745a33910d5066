package io.calotype.inference.family;

/** What a model's timestep counts. */
public enum TimestepUnit {
    /** Trained steps, 1000 down to 0. */
    TRAINED(1),
    /** The share of noise, 1 down to 0. */
    SIGMA(1000);

    private final float trained;

    TimestepUnit(float trained) {
        this.trained = trained;
    }

    /** Returns a scheduler's timestep in this unit. */
    public float of(float timestep) {
        return timestep / trained;
    }
}
