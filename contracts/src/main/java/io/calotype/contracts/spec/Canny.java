package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/**
 * Has a control picture's edges taken, as Canny's algorithm finds them, with the thresholds of OpenCV.
 *
 * @param low an edge goes on where its strength is above this, 1 to {@value #MOST}
 * @param high an edge begins where its strength is above this, not below low, to {@value #MOST}
 */
public record Canny(int low, int high) {
    /** The preprocessor's name. */
    public static final String NAME = "canny";
    /** The low threshold where none is named, as in diffusers. */
    public static final int LOW = 100;
    /** The high threshold where none is named, as in diffusers. */
    public static final int HIGH = 200;
    /** The strength of the hardest edge: the sum of both derivatives by Sobel of 8 bits. */
    public static final int MOST = 2_040;
    /** The least threshold. */
    public static final int LEAST = 1;

    public Canny {
        Limits.within("low_threshold", low, LEAST, MOST);
        Limits.within("high_threshold", high, LEAST, MOST);
        if (low > high) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    ControlRequest.FIELD,
                    "low_threshold is %d, above high_threshold, %d".formatted(low, high));
        }
    }
}
