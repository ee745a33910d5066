package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.letter.DeadLetter;
import io.calotype.local.letter.DeadLetter.Place;
import io.calotype.local.letter.DeadLetters;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter. */
@Command(
        name = "show",
        description =
                "Shows a dead letter's key, headers and size; its value, which may hold a prompt, goes to a file.",
        mixinStandardHelpOptions = true)
final class DlqShowCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "PLACE", description = "As dlq list prints it, such as calotype.prompts.dlq/0/17.")
    private String place = "";

    @Option(names = "--value", paramLabel = "FILE", description = "Where to write the record's value.")
    private @Nullable Path value;

    DlqShowCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        var out = commandLine.getOut();
        try (var letters = DeadLetters.open(cluster.client(home))) {
            var letter = letters.at(Place.parse(place));
            out.println("place\t" + letter.place());
            out.println("time\t" + letter.time());
            out.println("key\t" + letter.key());
            out.println("bytes\t" + letter.value().length);
            letter.headers().forEach(header -> out.println(header.getKey() + "\t" + header.getValue()));
            write(letter);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage());
        }
    }

    private void write(DeadLetter letter) {
        if (value != null) {
            try {
                Files.write(value, letter.value());
            } catch (IOException e) {
                throw new LocalFailure("Cannot write " + value, e);
            }
        }
    }
}
