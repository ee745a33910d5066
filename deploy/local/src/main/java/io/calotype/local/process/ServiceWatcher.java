package io.calotype.local.process;

/** Observes services, on their keepers' threads. */
public interface ServiceWatcher {

    /** The service answers. */
    void ready(ServiceSpec service);

    /** The process ended by itself, and is started again. */
    void died(ServiceSpec service, int exitCode, ServiceLog log);

    /** The process refused to start, or ended too often before it was ready, and is not started again. */
    void givenUp(ServiceSpec service, int exitCode, ServiceLog log);
}
