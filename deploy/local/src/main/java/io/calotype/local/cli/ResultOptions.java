package io.calotype.local.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the pictures of a prompt go, and what is printed of them. */
final class ResultOptions {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE|DIR",
            description = "Where to save: a file whose ending (.png, .jpg, .webp) is the format, or a folder.")
    @Nullable
    String output;

    @Option(names = "--json", description = "Print the terminal events, one a line, in place of the paths.")
    boolean json;
}
