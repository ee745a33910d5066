package io.calotype.local.chaos;

/** What holds for every run, whatever happens during it. */
enum Invariant {
    ONE_END(1, "every accepted image has exactly one end, always told in the same words"),
    NO_LEFTOVERS(2, "every object belongs to an image with the end that it says, and nothing is left over"),
    SAME_BYTES(3, "a picture is what its end says, and what a run without faults gives"),
    OBJECTS_STAY(4, "an object never changes once it is there"),
    EFFECT_BEFORE_OFFSET(5, "an offset is committed only after its record's effect"),
    DRAINED(6, "no lag is left, and the dead letters are the unreadable records"),
    NO_TEXT(7, "no prompt's text is in logs, headers or metrics");

    private final int number;
    private final String promise;

    Invariant(int number, String promise) {
        this.number = number;
        this.promise = promise;
    }

    int number() {
        return number;
    }

    String promise() {
        return promise;
    }
}
