package io.calotype.local.cli;

import io.calotype.local.process.ServiceLog;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.process.ServiceWatcher;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Tells people about services that die, with the end of their logs. */
final class ServiceReports implements ServiceWatcher {

    private static final int LINES = 20;

    private final PrintStream out;
    private final Terminal terminal;
    private final List<String> ready = new ArrayList<>();
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();

    ServiceReports(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Completes with the name of the first service that is not started again. */
    CompletableFuture<String> givenUp() {
        return givenUp;
    }

    @Override
    public synchronized void ready(ServiceSpec service) {
        if (ready.contains(service.name())) {
            terminal.clear();
            out.println(service.name() + " is back");
            return;
        }
        ready.add(service.name());
        terminal.show("starting: " + String.join(", ", ready) + " ready");
    }

    @Override
    public synchronized void died(ServiceSpec service, int exitCode, ServiceLog log) {
        tell(service.name() + " ended with exit code " + exitCode + " and is started again", log);
    }

    @Override
    public synchronized void givenUp(ServiceSpec service, int exitCode, ServiceLog log) {
        tell(
                service.name() + " ended with exit code " + exitCode + " before it was ready and is not started again",
                log);
        givenUp.complete(service.name());
    }

    private void tell(String what, ServiceLog log) {
        terminal.clear();
        out.println(what + "; the end of " + log.file() + ":");
        log.tail(LINES).forEach(line -> out.println("  | " + line));
    }
}
