package io.calotype.local.cli;

import java.util.Optional;

/** The words of the command line as this process was handed them. */
final class Arguments {

    /** What Java puts where bytes are no characters of the locale. */
    private static final char REPLACEMENT = '\uFFFD';

    private Arguments() {}

    /** A sentence about the first argument that did not arrive as it was typed; empty where all did. */
    static Optional<String> unreadable(String... args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].indexOf(REPLACEMENT) >= 0) {
                return Optional.of("argument " + (i + 1) + " has bytes that are no text in the character set "
                        + System.getProperty("sun.jnu.encoding") + "; set LC_ALL to the locale of your terminal");
            }
        }
        return Optional.empty();
    }
}
