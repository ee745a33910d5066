package io.calotype.encoder.weighting;

/**
 * A piece of a prompt whose tokens have one weight.
 *
 * @param weight 1 as if nothing was said, 0 to {@link io.calotype.contracts.spec.Limits#MAX_PROMPT_WEIGHT}
 */
public record Fragment(String text, double weight) {

    /** Tells whether the piece is read as it is. */
    public boolean isPlain() {
        return weight == 1;
    }
}
