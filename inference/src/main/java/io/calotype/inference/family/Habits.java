package io.calotype.inference.family;

/** Chooses the defaults of prompts from a pack's configurations. */
@FunctionalInterface
public interface Habits {

    /** The number of steps and the guidance scale of a prompt that names none. */
    record Habit(int steps, double guidance) {}

    /** Returns the defaults. */
    Habit of(Configs configs);
}
