package io.calotype.inference.family;

/** Where the noise levels of a flow come from, before they are shifted. */
public enum NoiseLevels {
    /** The scheduler spaces them over the trained range. */
    OF_SCHEDULER,
    /** The pipeline gives the scheduler {@code linspace(1, 1/n, n)}. */
    EVEN,
    /** The same, shifted by the size of the picture and the number of steps. */
    EVEN_BY_STEPS
}
