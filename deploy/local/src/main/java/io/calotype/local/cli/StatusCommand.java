package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.lag.LagReader;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows what runs, and how far each stage is behind. */
@Command(
        name = "status",
        description = "Shows what runs, and the lag of each stage. Exit code 1 when nothing runs.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final PrintStream OUT = System.out;

    private final Home home;

    StatusCommand(Home home) {
        this.home = home;
    }

    @Override
    public Integer call() {
        var state = StackState.running(home.stateFile())
                .orElseThrow(() -> new LocalFailure("No stack is running; ./calotype up starts one"));
        var health = new ServiceHealth();
        OUT.printf("%-32s %-9s %s%n", "stack", "running", "process " + state.pid());
        OUT.printf("%-32s %-9s %s%n", "Kafka", "running", state.kafka());
        OUT.printf("%-32s %-9s %s%n", "S3", "running", state.store().endpoint());
        for (var service : state.services()) {
            OUT.printf(
                    "%-32s %-9s %s%n",
                    service.name(), health.isReady(service.http()) ? "ready" : "not ready", service.http());
        }
        OUT.printf("%n%-32s %-34s %8s %6s%n", "group", "topic", "readers", "lag");
        LagReader.read(state.kafka())
                .forEach(lag ->
                        OUT.printf("%-32s %-34s %8d %6d%n", lag.group(), lag.topic(), lag.members(), lag.records()));
        return 0;
    }
}
