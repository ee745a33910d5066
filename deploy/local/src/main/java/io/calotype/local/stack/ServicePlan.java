package io.calotype.local.stack;

import io.calotype.contracts.owner.Owners;
import io.calotype.embedded.port.Ports;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.local.process.ServiceSpec;
import io.calotype.local.stack.StackSettings.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which services a stack has, and their settings. */
final class ServicePlan {

    private static final List<String> STAGES = List.of("encoder-service", "diffusion-service", "decoder-service");

    static final String GATEWAY = "gateway-service";

    private static final String UPSCALER = "upscaler-service";

    /** A preview of every step: one machine draws few pictures, and someone watches them. */
    private static final String EACH_STEP = "0ms";

    /** On this machine the page and the command line start from each other's pictures. */
    private static final String OPERATORS = Owners.GATEWAY + ",/calotype/cli";

    private static final long SMALL_PACK_BYTES = 256L << 20;

    private final StackSettings settings;
    private final List<Integer> ports = new ArrayList<>();
    private final Map<String, Path> jars = new HashMap<>();
    private final Optional<Listener> listener;
    private final Optional<UpscalerPack> upscaler;

    /** Resolves jars and ports first, so that a missing one is reported before anything starts. */
    ServicePlan(StackSettings settings) {
        this.settings = settings;
        STAGES.forEach(stage -> jars.put(stage, settings.home().jar(stage)));
        upscaler = settings.upscaler()
                .map(pack -> UpscalerPack.open(settings.home().packs(), pack));
        if (upscaler.isPresent()) {
            jars.put(UPSCALER, settings.home().jar(UPSCALER));
        }
        int stages = settings.models().size() * STAGES.size() + (upscaler.isPresent() ? 1 : 0);
        for (int i = 0; i < stages; i++) {
            ports.add(Ports.claim(settings.ports().http(i)));
        }
        listener = settings.ports().gateway().map(Listener::claimed);
        if (listener.isPresent()) {
            jars.put(GATEWAY, settings.home().jar(GATEWAY));
        }
    }

    List<ServiceSpec> services(String kafka, StackState.StoreAddress store) {
        var services = new ArrayList<ServiceSpec>();
        for (var model : settings.models()) {
            for (var stage : STAGES) {
                var name = settings.models().size() == 1 ? stage : stage + "-" + model;
                services.add(stage(stage, name, model, ports.get(services.size()), shared(kafka, store)));
            }
        }
        upscaler.ifPresent(pack ->
                services.add(stage(UPSCALER, UPSCALER, pack.name(), ports.get(services.size()), shared(kafka, store))));
        listener.ifPresent(gateway -> services.add(gateway(gateway, shared(kafka, store))));
        if (settings.purpose() == Purpose.RECORDING_CLASSES) {
            services.replaceAll(ServiceSpec::recordingClasses);
        }
        return services;
    }

    private ServiceSpec stage(String stage, String name, String model, int port, Map<String, String> shared) {
        var environment = new HashMap<>(shared);
        environment.put("CALOTYPE_MODEL", model);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("CALOTYPE_ONNX_INTRA_OP_THREADS", Integer.toString(threads(stage)));
        environment.put("CALOTYPE_DIFFUSION_PREVIEW_INTERVAL", EACH_STEP);
        if (settings.purpose() == Purpose.SHORT_RUN) { // whose first prompt is its only one
            environment.put("CALOTYPE_WARM_UP", "false");
        }
        var service = new ServiceSpec(name, Objects.requireNonNull(jars.get(stage)), port, environment);
        return isSmall(model) ? service.compiledByC1() : service;
    }

    /** Large packs are hashed at full speed. */
    private boolean isSmall(String model) {
        return settings.home().bytes(model) < SMALL_PACK_BYTES;
    }

    private ServiceSpec gateway(Listener listener, Map<String, String> shared) {
        var environment = new HashMap<>(shared);
        environment.put("QUARKUS_HTTP_HOST", listener.host());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(listener.port()));
        var service =
                new ServiceSpec(GATEWAY, Objects.requireNonNull(jars.get(GATEWAY)), listener.reachable(), environment);
        return settings.purpose() == Purpose.SERVING ? service : service.compiledByC1();
    }

    private Map<String, String> shared(String kafka, StackState.StoreAddress store) {
        var shared = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka,
                "CALOTYPE_STORE_ENDPOINT", store.endpoint().toString(),
                "CALOTYPE_STORE_BUCKET", store.bucket(),
                "CALOTYPE_STORE_ACCESS_KEY", store.accessKey(),
                "CALOTYPE_STORE_SECRET_KEY", store.secretKey(),
                "CALOTYPE_PACKS_DIR", settings.home().packs().toString(),
                "CALOTYPE_KNOWN_MODELS", String.join(",", settings.models()),
                "CALOTYPE_ENCODER_DEFAULT_MODEL", settings.models().get(0),
                "QUARKUS_HTTP_HOST", "127.0.0.1"));
        shared.put("CALOTYPE_OWNERS_OPERATORS", System.getenv().getOrDefault("CALOTYPE_OWNERS_OPERATORS", OPERATORS));
        upscaler.ifPresent(pack -> shared.put("CALOTYPE_UPSCALE", Integer.toString(pack.scale())));
        return shared;
    }

    /** All cores for the denoiser and the upscaler, which do nearly all of the work; half of them for the others. */
    private static int threads(String stage) {
        int cores = Runtime.getRuntime().availableProcessors();
        return stage.startsWith("diffusion") || stage.equals(UPSCALER) ? cores : Math.max(1, cores / 2);
    }
}
