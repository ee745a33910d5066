package io.calotype.local.parity;

import java.util.Arrays;
import java.util.List;

/**
 * One picture that diffusers has made of a fixture pack.
 *
 * @param name what its numbers are filed under: scheduler / seed / steps / guidance
 */
record ParityCell(String name) {
    private static final int PARTS = 4;

    /** Whether this is the name of a picture made from text alone. */
    static boolean isName(String name) {
        return parts(name).size() == PARTS;
    }

    String scheduler() {
        return parts(name).get(0);
    }

    String seed() {
        return parts(name).get(1);
    }

    int steps() {
        return Integer.parseInt(parts(name).get(2));
    }

    double guidance() {
        return Double.parseDouble(parts(name).get(3));
    }

    private static List<String> parts(String name) {
        return Arrays.asList(name.split("/", -1));
    }
}
