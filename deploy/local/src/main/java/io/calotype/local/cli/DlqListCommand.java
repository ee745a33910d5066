package io.calotype.local.cli;

import io.calotype.local.letter.DeadLetters;
import io.calotype.local.stack.Home;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the dead letters of a cluster. */
@Command(
        name = "list",
        description = "Lists dead letters, one a line: place, time, key and reason.",
        mixinStandardHelpOptions = true)
final class DlqListCommand implements Callable<Integer> {

    private final Home home;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    DlqListCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var letters = DeadLetters.open(cluster.client(home))) {
            letters.forEach(letter -> out.println(String.join(
                    "\t", letter.place().toString(), letter.time().toString(), letter.key(), letter.reason())));
        }
        return 0;
    }
}
