package io.calotype.inference.graph;

/** The names of the inputs by which a UNet's graph takes what control models make of a picture. */
public final class ControlInputNames {

    private static final String PREFIX = "control.";

    /** What is added behind the middle block: {@code [B, C, h, w]}. */
    public static final String MIDDLE = PREFIX + "middle";

    private ControlInputNames() {}

    /** What is added to a skip connection, from the first; as a ControlNet gives it. */
    public static String skip(int number) {
        return PREFIX + "skip." + number;
    }

    /** What is added behind a block down, from the first; as a T2I-Adapter gives it. */
    public static String block(int number) {
        return PREFIX + "block." + number;
    }

    /** The input for an output of a control model: {@code skip.0}, {@code middle} or {@code block.0}. */
    public static String of(String output) {
        return PREFIX + output;
    }

    /** Whether an input is one of these. */
    public static boolean isOne(String input) {
        return input.startsWith(PREFIX);
    }
}
