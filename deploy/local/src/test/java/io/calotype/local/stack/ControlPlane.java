package io.calotype.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.embedded.port.Ports;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Kubernetes without nodes: etcd, API server, controllers, and KEDA's operator and adapter, as {@code .ci/control-plane} builds them. */
final class ControlPlane implements AutoCloseable {

    private static final String TOKEN = "of-no-secret";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONTROLLERS = String.join(
            ",",
            "deployment-controller",
            "replicaset-controller",
            "horizontal-pod-autoscaler-controller",
            "disruption-controller",
            "garbage-collector-controller",
            "serviceaccount-controller");

    private final Path tools;
    private final Path folder;
    private final Path kubeconfig;
    private final int port = Ports.claim(0);
    private final List<Process> processes = new ArrayList<>();
    private final KubernetesClient client;

    private ControlPlane(Path tools, Path folder) throws IOException {
        this.tools = tools;
        this.folder = Files.createDirectories(folder);
        this.kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                clusters: [{name: here, cluster: {server: "https://127.0.0.1:%d", certificate-authority: %s}}]
                users: [{name: admin, user: {token: %s}}]
                contexts: [{name: here, context: {cluster: here, user: admin, namespace: calotype}}]
                """.formatted(port, pki("ca.crt"), TOKEN));
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
    }

    static ControlPlane start(Path tools, Path folder) throws IOException {
        var plane = new ControlPlane(tools, folder);
        try {
            plane.startServer();
            plane.define();
            plane.startControllers();
            plane.startKeda();
            return plane;
        } catch (IOException | RuntimeException e) {
            plane.close();
            throw e;
        }
    }

    KubernetesClient client() {
        return client;
    }

    private void startServer() throws IOException {
        var etcd = "http://127.0.0.1:" + Ports.claim(0);
        var peers = "http://127.0.0.1:" + Ports.claim(0);
        Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
        run(
                "etcd",
                Map.of(),
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
        run(
                tool("kube-apiserver"),
                Map.of(),
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=192.0.2.1",
                "--endpoint-reconciler-type=none",
                "--secure-port=" + port,
                "--tls-cert-file=" + pki("tls.crt"),
                "--tls-private-key-file=" + pki("tls.key"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + pki("service-accounts.key"),
                "--service-account-signing-key-file=" + pki("service-accounts.key"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--requestheader-client-ca-file=" + pki("ca.crt"),
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + pki("tls.crt"),
                "--proxy-client-key-file=" + pki("tls.key"));
        await("API server").atMost(LIMIT).ignoreExceptions().until(() -> client.raw("/readyz") != null);
    }

    /** What an administrator installs before a chart: the kinds of the operators, and a namespace for restricted pods alone. */
    private void define() throws IOException {
        try (var definitions = Files.list(tools.resolve("crds"))) {
            for (var definition : definitions.sorted().toList()) {
                apply(Files.newInputStream(definition));
            }
        }
        apply(ControlPlane.class.getResourceAsStream("/cluster/namespaces.yaml"));
        await("kinds")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                        .allMatch(kind -> kind.getStatus() != null
                                && kind.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Established")
                                                        && condition.getStatus().equals("True"))));
    }

    private void apply(InputStream manifests) throws IOException {
        try (manifests) {
            for (HasMetadata resource : client.load(manifests).items()) {
                client.resource(resource).forceConflicts().serverSideApply();
            }
        }
    }

    private void startControllers() throws IOException {
        run(
                tool("kube-controller-manager"),
                Map.of(),
                "--kubeconfig=" + kubeconfig,
                "--bind-address=127.0.0.1",
                "--secure-port=" + Ports.claim(0),
                "--cert-dir=" + folder.resolve("controllers"),
                "--controllers=" + CONTROLLERS,
                "--leader-elect=false",
                "--horizontal-pod-autoscaler-sync-period=5s");
    }

    private void startKeda() throws IOException {
        int metrics = Ports.claim(0);
        int adapter = Ports.claim(0);
        var environment = Map.of(
                "KUBECONFIG", kubeconfig.toString(), "WATCH_NAMESPACE", "", "KEDA_CLUSTER_OBJECT_NAMESPACE", "keda");
        run(
                tool("keda-operator"),
                environment,
                "--cert-dir=" + tools.resolve("pki"),
                "--metrics-bind-address=127.0.0.1:" + Ports.claim(0),
                "--health-probe-bind-address=127.0.0.1:" + Ports.claim(0),
                "--metrics-service-bind-address=127.0.0.1:" + metrics,
                "--enable-webhook-patching=false",
                "--enable-apiservice-patching=false");
        run(
                tool("keda-adapter"),
                environment,
                "--secure-port=" + adapter,
                "--bind-address=127.0.0.1",
                "--port=" + Ports.claim(0),
                "--metrics-service-address=localhost:" + metrics,
                "--cert-dir=" + tools.resolve("pki"),
                "--client-ca-file=" + pki("ca.crt"),
                "--tls-cert-file=" + pki("tls.crt"),
                "--tls-private-key-file=" + pki("tls.key"),
                "--lister-kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig);
        var service = new String(
                ControlPlane.class
                        .getResourceAsStream("/cluster/external-metrics.yaml")
                        .readAllBytes(),
                UTF_8);
        apply(new ByteArrayInputStream(
                service.replace("PORT", Integer.toString(adapter)).getBytes(UTF_8)));
        await("KEDA")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> client.raw("/apis/external.metrics.k8s.io/v1beta1") != null);
    }

    private String tool(String name) {
        return tools.resolve(name).toString();
    }

    private Path pki(String file) {
        return tools.resolve("pki").resolve(file);
    }

    private void run(String program, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        var log = folder.resolve(Path.of(program).getFileName() + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        processes.add(builder.start());
        assertThat(processes).as(log.toString()).allMatch(Process::isAlive);
    }

    @Override
    public void close() {
        client.close();
        for (int i = processes.size() - 1; i >= 0; i--) {
            processes.get(i).destroyForcibly();
        }
    }
}
