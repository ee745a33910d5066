package io.calotype.inference.family;

/** How diffusers' pipelines of a family start from a picture. */
public enum PictureRule {
    /** Strength leaves out the first {@code n - int(n * strength)} steps. */
    STEPS,
    /** Strength lowers the timesteps that a distilled model starts from. */
    DISTILLED,
    /** Strength leaves out the first {@code int(n - n * strength)} steps. */
    FLOW
}
