package io.calotype.inference.graph;

import java.util.Optional;

/** The names of the inputs by which a graph takes LoRAs. */
public final class LoraInputNames {

    /** Which of the stacked LoRAs each row of a call uses: I64 {@code [rows]}. */
    public static final String ROWS = "lora_rows";

    /** How many columns a block of A has. */
    public static final int BLOCK = 16;

    private static final String PREFIX = "lora.";
    private static final String A = ".A";
    private static final String B = ".B";

    private LoraInputNames() {}

    /** The input that brings a layer's input to the rank: {@code [loras, blocks, in, 16]}, or {@code [loras, taps, blocks, in, 16]}. */
    public static String down(String layer) {
        return PREFIX + layer + A;
    }

    /** The input that brings it from the rank to the layer's output: {@code [loras, rank, out]}. */
    public static String up(String layer) {
        return PREFIX + layer + B;
    }

    /** Whether an input is one of these. */
    public static boolean isOne(String input) {
        return input.equals(ROWS) || input.startsWith(PREFIX);
    }

    /** The layer whose input of the first kind has that name. */
    public static Optional<String> layer(String input) {
        return input.startsWith(PREFIX) && input.endsWith(A)
                ? Optional.of(input.substring(PREFIX.length(), input.length() - A.length()))
                : Optional.empty();
    }
}
