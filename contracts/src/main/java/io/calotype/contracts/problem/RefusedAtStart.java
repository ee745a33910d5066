package io.calotype.contracts.problem;

/**
 * Marks a failure that starting again does not mend, such as a model pack that does not fit; its message is all that people need.
 */
public interface RefusedAtStart {

    /** Exit code of a process that ends for such a reason. */
    int EXIT_CODE = 2;
}
