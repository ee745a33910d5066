package io.calotype.local.stack;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Prints each change of the pools' replicas: those that are wanted, and those that are ready. */
final class ReplicaLog implements AutoCloseable {

    private record Replicas(int wanted, int ready) {
        @Override
        public String toString() {
            return ready + " of " + wanted;
        }
    }

    private final KubernetesClient cluster;
    private final Instant begin = Instant.now();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    private volatile Map<String, Replicas> last = Map.of();

    private ReplicaLog(KubernetesClient cluster) {
        this.cluster = cluster;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it goes on until the executor is closed
    static ReplicaLog start(KubernetesClient cluster) {
        var log = new ReplicaLog(cluster);
        log.looking.scheduleWithFixedDelay(log::look, 0, 1, TimeUnit.SECONDS);
        return log;
    }

    private void look() {
        var now = new TreeMap<String, Replicas>();
        for (var deployment : cluster.apps().deployments().list().getItems()) {
            var pool = deployment.getMetadata().getLabels().get("app.kubernetes.io/component");
            var ready = deployment.getStatus().getReadyReplicas();
            now.put(pool, new Replicas(deployment.getSpec().getReplicas(), ready == null ? 0 : ready));
        }
        if (!now.equals(last)) {
            note("ready " + now);
        }
        now.forEach((pool, replicas) -> most.merge(pool, replicas.ready(), Math::max));
        last = now;
    }

    /** Prints something beside the replicas. */
    void note(String what) {
        System.out.printf("%4d s  %s%n", Duration.between(begin, Instant.now()).toSeconds(), what);
    }

    /** Waits until a pool has so many replicas, wanted and ready. */
    void await(String pool, int replicas, Duration limit) {
        Awaitility.await(pool).atMost(limit).until(() -> new Replicas(replicas, replicas).equals(last.get(pool)));
    }

    /** The most replicas of a pool that were ready at a time. */
    int most(String pool) {
        return most.getOrDefault(pool, 0);
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
