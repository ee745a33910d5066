package io.calotype.local.stack;

import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.port.Ports;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import io.calotype.local.stack.StackState.StoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A stack with two processes of each stage and no gateway, whose parts can be taken away one by one. */
public final class ChaosStack implements AutoCloseable {

    /** Makes the addresses by which clients find broker and store, from their own. */
    public interface Fronts {

        /** Nothing stands between the services and the backbone. */
        Fronts NONE = new Fronts() {
            @Override
            public URI ofStore(URI endpoint) {
                return endpoint;
            }

            @Override
            public int ofBroker(int port) {
                return port;
            }
        };

        /** Returns the store's endpoint for its clients. */
        URI ofStore(URI endpoint);

        /** Returns the broker's port for its clients. */
        int ofBroker(int port);
    }

    /** The pack that it serves. */
    public static final String MODEL = "pictograms";

    private static final int REPLICAS = 2;

    private final Home home = Home.under(Path.of(System.getProperty("calotype.root", "../..")));
    private final ServiceHealth health = new ServiceHealth();
    private final Deaths deaths = new Deaths();
    private final StackSettings settings;
    private final Backbone backbone;
    private final List<ServiceSpec> specs = new ArrayList<>();
    private final List<ServiceProcess> services = new ArrayList<>();

    /**
     * Starts broker and store; {@link #startServices} starts the rest.
     *
     * @param fronts what the services reach broker and store through
     * @param environment what all services get besides their settings
     */
    public ChaosStack(Fronts fronts, Map<String, String> environment) {
        this(fronts, environment, Optional.empty());
    }

    /** The same with an upscaler, two processes of it as well. */
    public ChaosStack(Fronts fronts, Map<String, String> environment, Optional<String> upscaler) {
        settings = new StackSettings(home, folder(), List.of(MODEL), StackPorts.FREE, Purpose.SHORT_RUN)
                .withUpscaler(upscaler);
        backbone = Backbone.start(settings.data(), folder -> broker(fronts, folder), Ports.claim(0), settings.models());
        Runtime.getRuntime().addShutdownHook(new Thread(this::abandon));
        var store = backbone.store();
        var behindFront = new StoreAddress(
                fronts.ofStore(store.endpoint()), store.bucket(), store.accessKey(), store.secretKey());
        for (int replica = 1; replica <= REPLICAS; replica++) {
            for (var spec : new ServicePlan(settings).services(backbone.kafka(), behindFront)) {
                var own = new HashMap<>(spec.environment());
                own.put("CALOTYPE_ONNX_INTRA_OP_THREADS", "1");
                own.putAll(environment);
                specs.add(new ServiceSpec(spec.name() + "-" + replica, spec.jar(), spec.http(), own, spec.options()));
            }
        }
    }

    private static EmbeddedKafka broker(Fronts fronts, Path folder) {
        int port = Ports.claim(0);
        return EmbeddedKafka.startBehind(fronts.ofBroker(port), folder, port);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "chaos");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts all services and waits until they are ready. */
    public void startServices() {
        specs.forEach(spec -> services.add(ServiceProcess.start(spec, home.leash(), settings.logs(), deaths)));
        CompletableFuture.allOf(
                        services.stream().map(ServiceProcess::firstReady).toArray(CompletableFuture[]::new))
                .join();
    }

    /** Stops all services, which drain. */
    public void stopServices() {
        services.forEach(ServiceProcess::requestStop);
        services.forEach(ServiceProcess::close);
        services.clear();
    }

    /** The services that run. */
    public List<ServiceProcess> services() {
        return List.copyOf(services);
    }

    /** Whether all services run and are ready. */
    public boolean isReady() {
        return services.stream()
                .allMatch(service -> health.isReady(service.spec().http()));
    }

    /** How often a service died. */
    public int deaths() {
        return deaths.count();
    }

    /** Host and port of the broker. */
    public String kafka() {
        return backbone.kafka();
    }

    /** The store itself, not what stands in front of it. */
    public StoreAddress store() {
        return backbone.store();
    }

    /** Where the services write their logs. */
    public Path logs() {
        return settings.logs();
    }

    /** Takes the broker away for as long as the task runs. */
    public void withoutBroker(Runnable task) {
        backbone.withoutBroker(task);
    }

    /** Takes the object store away for as long as the task runs. */
    public void withoutStore(Runnable task) {
        backbone.withoutStore(task);
    }

    private void abandon() {
        services.forEach(ServiceProcess::kill);
        backbone.abandon();
    }

    @Override
    public void close() {
        stopServices();
        backbone.close();
    }
}
