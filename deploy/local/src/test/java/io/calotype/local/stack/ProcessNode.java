package io.calotype.local.stack;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Stands in for a scheduler and a node: each pod that is to run is a process of this machine, and the pod is ready when the process is.
 *
 * <p>A pod that is deleted ends as on a node: SIGTERM, SIGKILL after its grace period, and only then is it gone.
 */
final class ProcessNode implements AutoCloseable {

    private static final String NODE = "this-machine";
    private static final long LOOK_MS = 300;

    private final KubernetesClient cluster;
    private final Path folder;
    private final Path targets;
    private final Map<String, PodProcess> running = new HashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();

    /** A node for the pods of the client's namespace. */
    ProcessNode(KubernetesClient cluster, Path folder) throws IOException {
        this.cluster = cluster;
        this.folder = folder;
        this.targets = Files.createDirectories(folder).resolve("targets.json").toAbsolutePath();
        tellTargets();
    }

    /** A file of the stages' pods for Prometheus, with the labels that a PodMonitor would add. */
    Path targets() {
        return targets;
    }

    private void tellTargets() {
        var json = running.values().stream()
                .map(PodProcess::target)
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ", "[", "]"));
        try {
            var next = Files.writeString(targets.resolveSibling("targets.new"), json);
            Files.move(next, targets, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the pods that are there and those that come. */
    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until the executor is closed
    void start() {
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            cluster.pods().list().getItems().forEach(this::look);
        } catch (KubernetesClientException e) { // of a pod that changed meanwhile: it is looked at again
            System.out.println("node: " + e.getMessage());
        }
    }

    private void look(Pod pod) {
        var uid = pod.getMetadata().getUid();
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            end(pod, running.get(uid));
        } else if (pod.getSpec().getNodeName() == null) {
            bind(pod);
        } else {
            if (!running.containsKey(uid)) {
                running.put(uid, PodProcess.start(pod, cluster, folder));
                tellTargets();
            }
            report(pod, running.get(uid).isReady());
        }
    }

    private void bind(Pod pod) {
        cluster.bindings()
                .resource(new BindingBuilder()
                        .withNewMetadata()
                        .withName(pod.getMetadata().getName())
                        .endMetadata()
                        .withNewTarget()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(NODE)
                        .endTarget()
                        .build())
                .create();
    }

    private void report(Pod pod, boolean ready) {
        var status = ready ? "True" : "False";
        boolean known = pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals(status));
        if (known) {
            return;
        }
        cluster.pods().resource(pod).editStatus(current -> new PodBuilder(current)
                .editStatus()
                .withPhase("Running")
                .removeMatchingFromConditions(condition -> condition.getType().endsWith("Ready"))
                .addNewCondition()
                .withType("ContainersReady")
                .withStatus(status)
                .endCondition()
                .addNewCondition()
                .withType("Ready")
                .withStatus(status)
                .endCondition()
                .endStatus()
                .build());
    }

    private void end(Pod pod, PodProcess process) {
        if (process == null || process.hasEnded(pod.getMetadata().getDeletionGracePeriodSeconds())) {
            cluster.pods().resource(pod).withGracePeriod(0).delete();
            running.remove(pod.getMetadata().getUid());
            tellTargets();
        }
    }

    @Override
    public void close() {
        looking.shutdown();
        try {
            looking.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.values().forEach(PodProcess::kill);
    }
}
