package io.calotype.local.stack;

import static org.awaitility.Awaitility.await;

import io.calotype.inference.pack.ModelPack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The chart with one pack, which the object store has, in the namespace of a client; with all that it needs, and gone when it is closed. */
final class ChartInstallation implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final KubernetesClient cluster;
    private final List<HasMetadata> resources = new ArrayList<>();

    private ChartInstallation(KubernetesClient cluster) {
        this.cluster = cluster;
    }

    /**
     * Pushes the pack, and installs the chart.
     *
     * @param values beside those of Kafka, the store, the pack and the gateway
     */
    static ChartInstallation install(
            KubernetesClient cluster, Backbone backbone, String pack, String values, Path folder) throws Exception {
        var installation = new ChartInstallation(cluster);
        var packs = Home.under(Shell.ROOT).packs();
        PackPush.run(pack, packs, backbone.store(), folder);
        for (var service : List.of("encoder", "diffusion", "decoder", "gateway")) {
            installation.secret(
                    "calotype-store-" + service,
                    Map.of(
                            "accessKey", backbone.store().accessKey(),
                            "secretKey", backbone.store().secretKey()));
        }
        installation.secret("calotype-api-keys", Map.of("keys", "test:" + "0".repeat(64)));
        var digest = ModelPack.open(packs.resolve(pack)).digest();
        var all = surroundings(backbone, pack, digest) + values;
        load(cluster, HelmChart.render(all, folder)).forEach(installation::create);
        return installation;
    }

    private static String surroundings(Backbone backbone, String pack, String digest) {
        return """
                production: false
                kafka: {bootstrapServers: "%s", securityProtocol: PLAINTEXT}
                store: {endpoint: "%s"}
                packs: [{name: %s, digest: "%s", source: {objectStore: {}}}]
                gateway: {replicas: 1, apiKeys: {secret: calotype-api-keys}}
                """.formatted(backbone.kafka(), backbone.store().endpoint(), pack, digest);
    }

    static List<HasMetadata> load(KubernetesClient cluster, Path manifests) throws IOException {
        try (var stream = Files.newInputStream(manifests)) {
            return cluster.load(stream).items();
        }
    }

    private void secret(String name, Map<String, String> data) {
        create(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(data)
                .build());
    }

    private void create(HasMetadata resource) {
        cluster.resource(resource)
                .inNamespace("calotype")
                .fieldValidation(Validation.STRICT)
                .create();
        resources.add(resource);
    }

    /** Begins to watch the replicas of its pools. */
    ReplicaLog replicas() {
        return ReplicaLog.start(cluster);
    }

    /** Removes it; the node has to run until the pods are gone. */
    @Override
    public void close() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            cluster.resource(resources.get(i)).inNamespace("calotype").delete();
        }
        await("all of it is gone")
                .atMost(LIMIT)
                .until(() -> cluster.pods().list().getItems().isEmpty()
                        && resources.stream()
                                .allMatch(resource -> cluster.resource(resource)
                                                .inNamespace("calotype")
                                                .get()
                                        == null));
    }
}
