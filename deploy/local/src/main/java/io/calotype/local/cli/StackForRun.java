package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.Stack;
import io.calotype.local.stack.StackPorts;
import io.calotype.local.stack.StackSettings;
import io.calotype.local.stack.StackSettings.Purpose;
import io.calotype.local.stack.StackState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stack that a single command works with: the one that runs, or one of its own.
 *
 * <p>A stack of its own has free ports and a folder of its own, so that it neither meets the data of {@code up} nor another
 * run; the folder goes at the end, unless the stack did not start.
 */
final class StackForRun implements AutoCloseable {

    private final StackState state;
    private final @Nullable Own own;

    /** A stack of this run's own. */
    private record Own(Stack stack, ServiceReports reports, RunFolder folder) {}

    private StackForRun(StackState state, @Nullable Own own) {
        this.state = state;
        this.own = own;
    }

    static StackForRun open(Home home, String model, Terminal terminal) {
        return open(home, model, terminal, false);
    }

    /**
     * The stack that runs, or one of its own, whose broker and object store take what they are given while its services start.
     *
     * @param upscales whether one of its own has an upscaler
     */
    static StackForRun open(Home home, String model, Terminal terminal, boolean upscales) {
        var running = StackState.running(home.stateFile());
        return running.map(state -> new StackForRun(state, null))
                .orElseGet(() -> start(home, model, terminal, Purpose.SHORT_RUN, upscales));
    }

    /** The stack that runs, which has what the command needs. */
    static StackForRun running(Home home) {
        return StackState.running(home.stateFile())
                .map(state -> new StackForRun(state, null))
                .orElseThrow(() -> new LocalFailure("No stack is running; ./calotype up starts one"));
    }

    /** A stack of its own, whatever else runs; its services may still be starting. */
    static StackForRun alone(Home home, String model, Terminal terminal) {
        return start(home, model, terminal, Purpose.SHORT_RUN, false);
    }

    /**
     * A stack of its own that is compiled as one that goes on for long, and is ready.
     *
     * @param upscales whether it has an upscaler
     */
    static StackForRun measured(Home home, String model, Terminal terminal, boolean upscales) {
        var stack = start(home, model, terminal, Purpose.SERVING, upscales);
        stack.awaitReady();
        return stack;
    }

    private static StackForRun start(Home home, String model, Terminal terminal, Purpose purpose, boolean upscales) {
        terminal.show("starting: broker and object store");
        var folder = RunFolder.create(home.data());
        var settings = new StackSettings(home, folder.path(), List.of(model), StackPorts.FREE, purpose)
                .withUpscaler(upscales ? Optional.of(StackSettings.UPSCALER) : Optional.empty());
        Logs.to(settings.logs());
        var reports = new ServiceReports(System.err, terminal);
        try {
            var stack = Stack.start(settings, reports);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, folder), "stack-end"));
            terminal.show("starting: services");
            return new StackForRun(stack.state(), new Own(stack, reports, folder));
        } catch (LocalFailure e) {
            folder.keep();
            throw e;
        }
    }

    private static void end(Stack stack, RunFolder folder) {
        stack.abandon();
        folder.deleteUnlessKept();
    }

    /** Waits until every service is ready; {@link LocalFailure} names one that does not start, and its log stays. */
    void awaitReady() {
        if (own == null) {
            return;
        }
        try {
            own.stack().awaitReady();
        } catch (LocalFailure e) {
            own.folder().keep();
            throw e;
        }
    }

    StackState state() {
        return state;
    }

    /** The services' processes by name; none of a stack that was there before. */
    Map<String, ProcessHandle> processes() {
        var processes = new LinkedHashMap<String, ProcessHandle>();
        if (own != null) {
            own.stack().services().forEach(service -> ProcessHandle.of(service.pid())
                    .ifPresent(process -> processes.put(service.spec().name(), process)));
        }
        return processes;
    }

    /** Whether the stack was there before this command and goes on after it. */
    boolean isShared() {
        return own == null;
    }

    /** Throws when the stack can no longer finish anything. */
    void requireAlive() {
        if (own != null && own.reports().givenUp().isDone()) {
            throw new LocalFailure(own.reports().givenUp().join() + " does not run any more");
        }
        if (own == null && !state.answers()) {
            throw new LocalFailure("The stack at " + state.kafka() + " went away");
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.stack().abandon();
        }
    }
}
