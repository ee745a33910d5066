package io.calotype.local.stack;

import io.calotype.embedded.port.Ports;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceWatcher;
import io.calotype.local.stack.StackState.ServiceAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Broker and object store in this process, and each service in its own. */
public final class Stack implements AutoCloseable {

    private static final long LEAST_SPACE = 64L << 20;

    private final StackSettings settings;
    private final Backbone backbone;
    private final List<ServiceProcess> services = new ArrayList<>();

    private Stack(StackSettings settings, Backbone backbone) {
        this.settings = settings;
        this.backbone = backbone;
    }

    /**
     * Starts everything; the services are not ready yet when this returns.
     *
     * @throws io.calotype.embedded.port.PortInUse before anything is started, when a port is taken
     * @throws LocalFailure when a service is not built or a model pack is not there
     */
    public static Stack start(StackSettings settings, ServiceWatcher watcher) {
        requireModels(settings);
        var plan = new ServicePlan(settings);
        int kafkaPort = Ports.claim(settings.ports().kafka());
        int s3Port = Ports.claim(settings.ports().s3());
        var data = created(settings.data());
        var stack = new Stack(settings, Backbone.start(data, kafkaPort, s3Port, settings.models()));
        try {
            stack.startServices(plan, watcher);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startServices(ServicePlan plan, ServiceWatcher watcher) {
        var leash = settings.home().leash();
        for (var spec : plan.services(backbone.kafka(), backbone.store())) {
            services.add(ServiceProcess.start(spec, leash, settings.logs(), watcher));
        }
    }

    /** Waits until every service is ready; throws {@link LocalFailure} for one that does not start. */
    public void awaitReady() {
        try {
            CompletableFuture.allOf(
                            services.stream().map(ServiceProcess::firstReady).toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LocalFailure failure ? failure : e;
        }
    }

    /** The services in the order of the stages. */
    public List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    /** How to reach this stack. */
    public StackState state() {
        return new StackState(
                ProcessHandle.current().pid(),
                backbone.kafka(),
                backbone.store(),
                settings.models(),
                services.stream()
                        .map(ServiceProcess::spec)
                        .map(spec -> new ServiceAddress(
                                spec.name(),
                                spec.http(),
                                settings.logs().resolve(spec.name() + ".log").toString()))
                        .toList());
    }

    /** Kills the services and leaves the rest to the process's end; for a stack whose data are discarded. */
    public void abandon() {
        services.forEach(ServiceProcess::kill);
        services.forEach(ServiceProcess::awaitEnd);
        backbone.abandon();
    }

    /** Stops the services, which drain, then the object store and the broker. */
    @Override
    public void close() {
        services.forEach(ServiceProcess::requestStop);
        services.forEach(ServiceProcess::close);
        backbone.close();
    }

    /** Broker and object store, for tests that stop them. */
    Backbone backbone() {
        return backbone;
    }

    private static void requireModels(StackSettings settings) {
        var present = settings.home().models();
        for (var model : settings.models()) {
            if (!present.contains(model)) {
                var known = present.isEmpty() ? "there is none" : "there are " + String.join(", ", present);
                throw new LocalFailure(
                        "No model pack " + model + " in " + settings.home().packs() + "; " + known);
            }
        }
    }

    private static Path created(Path folder) {
        try {
            Files.createDirectories(folder);
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < LEAST_SPACE) {
                throw new LocalFailure("No space left on device for " + folder + ": " + (free >> 20) + " MiB are free, "
                        + (LEAST_SPACE >> 20) + " are needed");
            }
            return folder;
        } catch (IOException e) {
            throw new LocalFailure("Cannot create the folder " + folder, e);
        }
    }
}
