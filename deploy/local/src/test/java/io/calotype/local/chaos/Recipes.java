package io.calotype.local.chaos;

/** The pictures that a run asks for, again and again: few, so that each is known from a run without faults. */
final class Recipes {

    static final int COUNT = 8;

    private static final String[] SCHEDULERS = {"flow_match_euler", "flow_match_heun"};
    private static final String[] FORMATS = {"png", "png", "jpeg", "webp"};

    private Recipes() {}

    /** Returns the request of a recipe for n images. */
    static String json(int recipe, int n) {
        return """
                {"prompt":"a red apple and a %s","seed":%d,"n":%d,"steps":%d,"width":128,"height":128,\
                "scheduler":"%s","output_format":"%s"}""".formatted(Load.CANARY, 100 * recipe, n, 4 + recipe, SCHEDULERS[recipe % 2], FORMATS[recipe % 4]);
    }
}
