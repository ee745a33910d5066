package io.calotype.local.process;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

final class RecordingWatcher implements ServiceWatcher {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void ready(ServiceSpec service) {
        events.add("ready");
    }

    @Override
    public void died(ServiceSpec service, int exitCode, ServiceLog log) {
        events.add("died " + exitCode + " " + log.tail(1));
    }

    @Override
    public void givenUp(ServiceSpec service, int exitCode, ServiceLog log) {
        events.add("given up " + exitCode + " " + log.tail(1));
    }
}
