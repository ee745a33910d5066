package io.calotype.local.cli;

import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.local.describe.PictureWords;
import io.calotype.local.stack.Home;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a picture shows, in words that a model knows. */
@Command(
        name = "describe",
        description =
                "Prints the words of a model's vocabulary that are nearest to a picture, and how near: 1 is the same.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The picture: PNG, JPEG or WebP.")
    private Path file = Path.of("");

    @Option(
            names = {"-m", "--model"},
            paramLabel = "PACK",
            defaultValue = UpCommand.DEFAULT_MODEL,
            description = "The model pack (default: ${DEFAULT-VALUE}).")
    private String model = UpCommand.DEFAULT_MODEL;

    @Option(
            names = {"-n", "--words"},
            paramLabel = "N",
            defaultValue = "5",
            description = "How many words (default: ${DEFAULT-VALUE}).")
    private int words;

    DescribeCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        if (words < 1) {
            throw new ParameterException(commandLine, "--words is " + words + "; it must be at least 1");
        }
        try {
            var picture = PictureFile.read(file);
            PictureWords.nearestFirst(new ModelPacks(home.packs()).open(model), file.toString(), picture).stream()
                    .limit(words)
                    .forEach(near -> commandLine.getOut().printf("%.2f  %s%n", near.similarity(), near.word()));
            return 0;
        } catch (Refusal e) {
            throw new ParameterException(commandLine, e.problem().detail());
        }
    }
}
