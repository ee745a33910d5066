package io.calotype.local.cli;

import io.calotype.local.letter.DeadLetter;
import io.calotype.local.letter.DeadLetter.Place;
import io.calotype.local.letter.DeadLetters;
import io.calotype.local.stack.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends dead letters back to where they came from. */
@Command(
        name = "redrive",
        description = "Sends dead letters back to the topics they came from, for instance once a service can read them."
                + " They stay among the dead letters until their retention ends.",
        mixinStandardHelpOptions = true)
final class DlqRedriveCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "PLACE", arity = "1..*", description = "As dlq list prints them.")
    private List<String> places = List.of();

    DlqRedriveCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var commandLine = Objects.requireNonNull(spec).commandLine();
        try (var letters = DeadLetters.open(cluster.client(home))) {
            var chosen = new ArrayList<DeadLetter>();
            places.stream().map(Place::parse).toList().forEach(place -> chosen.add(letters.at(place)));
            letters.redrive(chosen);
            commandLine.getOut().println(chosen.size() + " sent");
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage());
        }
    }
}
