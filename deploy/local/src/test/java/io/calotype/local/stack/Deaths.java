package io.calotype.local.stack;

import io.calotype.local.process.ServiceLog;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.process.ServiceWatcher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the services of a stack that died, and prints what happens to them. */
final class Deaths implements ServiceWatcher {

    private static final int LINES = 60;

    private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();

    int count() {
        return exitCodes.size();
    }

    /** The exit codes of those that died, the earliest first. */
    List<Integer> exitCodes() {
        return List.copyOf(exitCodes);
    }

    @Override
    public void ready(ServiceSpec service) {
        System.out.println(service.name() + " is ready");
    }

    @Override
    public void died(ServiceSpec service, int exitCode, ServiceLog log) {
        exitCodes.add(exitCode);
        System.out.println(service.name() + " died with " + exitCode);
    }

    @Override
    public void givenUp(ServiceSpec service, int exitCode, ServiceLog log) {
        System.out.println(service.name() + " is not started again");
        log.tail(LINES).forEach(System.out::println);
    }
}
