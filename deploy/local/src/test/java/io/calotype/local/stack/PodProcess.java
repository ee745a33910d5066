package io.calotype.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.embedded.port.Ports;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.process.ServiceSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The process of a pod, with the environment of its container; its folder for packs is its own, and empty. */
final class PodProcess {

    private static final String PACK = "calotype.io/pack";

    private final Pod pod;
    private final ServiceProcess process;
    private final ServiceHealth health = new ServiceHealth();
    private Instant asked = Instant.MAX;

    private PodProcess(Pod pod, ServiceProcess process) {
        this.pod = pod;
        this.process = process;
    }

    static PodProcess start(Pod pod, KubernetesClient cluster, Path pods) {
        var container = pod.getSpec().getContainers().get(0);
        var folder = pods.resolve(pod.getMetadata().getName());
        int port = Ports.claim(0);
        var environment = new HashMap<String, String>();
        container.getEnv().forEach(variable -> environment.put(variable.getName(), value(variable, cluster)));
        environment.put("CALOTYPE_PACKS_DIR", folder.resolve("packs").toString());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        var home = Home.under(Shell.ROOT);
        var service = container.getName() + "-service";
        var spec = new ServiceSpec(service, home.jar(service), port, Map.copyOf(environment)).compiledByC1();
        return new PodProcess(pod, ServiceProcess.start(spec, home.leash(), folder.resolve("logs"), new Deaths()));
    }

    private static String value(EnvVar variable, KubernetesClient cluster) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        var key = variable.getValueFrom().getSecretKeyRef();
        var secret = cluster.secrets().withName(key.getName()).require();
        return new String(Base64.getDecoder().decode(secret.getData().get(key.getKey())), UTF_8);
    }

    /** A stage's pod, as Prometheus reads it from a file. */
    Optional<String> target() {
        var metadata = pod.getMetadata();
        return Optional.ofNullable(metadata.getLabels().get(PACK))
                .map(pack -> "{\"targets\": [\"%s\"], \"labels\": {\"pod\": \"%s\", \"model\": \"%s\"}}"
                        .formatted(process.spec().http().getAuthority(), metadata.getName(), pack));
    }

    boolean isReady() {
        return process.pid() > 0 && health.isReady(process.spec().http());
    }

    /** Asks it to stop, at the first call, and tells whether it has; after the grace period it is killed. */
    boolean hasEnded(long graceSeconds) {
        if (asked.equals(Instant.MAX)) {
            asked = Instant.now();
            process.requestStop();
        } else if (Duration.between(asked, Instant.now()).toSeconds() > graceSeconds) {
            process.kill();
        }
        return process.pid() < 0;
    }

    void kill() {
        process.kill();
        process.awaitEnd();
    }
}
