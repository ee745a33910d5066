package io.calotype.contracts.problem;

import org.jspecify.annotations.Nullable;

/** Thrown where input is refused; carries the problem for its sender. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Refuses with a problem. */
    public Refusal(Problem problem) {
        super(problem.type() + ": " + problem.detail());
        this.problem = problem;
    }

    /** Returns what was wrong. */
    public Problem problem() {
        return problem;
    }

    /** Makes the refusal of a field. */
    public static Refusal of(ProblemType type, @Nullable String field, String detail) {
        return new Refusal(new Problem(type, detail, null, field));
    }
}
