package io.calotype.embedded.broker;

import io.calotype.embedded.log.ServerLogs;
import io.calotype.embedded.port.Ports;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in KRaft mode inside this process; its data stay in a folder.
 *
 * <p>It listens on 127.0.0.1 only, never creates a topic by itself and accepts records up to 8 MiB.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaRaftServer server;
    private final KraftLayout layout;

    private EmbeddedKafka(KafkaRaftServer server, KraftLayout layout) {
        this.server = server;
        this.layout = layout;
    }

    /**
     * Starts a broker and waits until it takes requests.
     *
     * @param folder logs and metadata; created when absent, reused when it holds an earlier broker's data
     * @param port of the listener, or 0 for a free one
     * @throws io.calotype.embedded.port.PortInUse if the port is taken
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(folder, port, ClusterMember.of(1).get(0), Map.of());
    }

    /**
     * Starts a broker that clients reach through something on this machine, such as a proxy.
     *
     * @param port of the broker's own listener, or 0 for a free one
     * @param advertisedPort where clients connect; something must listen there before topics are created
     */
    public static EmbeddedKafka startBehind(int advertisedPort, Path folder, int port) {
        var member = ClusterMember.of(1).get(0);
        return start(new KraftLayout(folder, Ports.claim(port), advertisedPort, member, Map.of()));
    }

    /**
     * Starts a broker of a cluster, and waits until it takes requests; that needs most of the others.
     *
     * @param settings of the broker, which go before those it would have
     */
    public static EmbeddedKafka start(Path folder, int port, ClusterMember member, Map<String, String> settings) {
        int claimed = Ports.claim(port);
        return start(new KraftLayout(folder, claimed, claimed, member, settings));
    }

    /** Starts a broker that was closed again, on the same folder and ports. */
    public EmbeddedKafka startAgain() {
        return start(layout);
    }

    private static EmbeddedKafka start(KraftLayout layout) {
        ServerLogs.quieten();
        layout.format();
        sayWhyBeforeHalting(layout.folder());
        var server = new KafkaRaftServer(KafkaConfig.fromProps(layout.brokerProperties(), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("The embedded broker did not start on " + layout.folder(), e);
        }
        return new EmbeddedKafka(server, layout);
    }

    /** Where clients find the broker: {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /** Creates the topics that are absent, and gives those that exist the settings asked for; their partitions stay. */
    public void createTopics(Collection<NewTopic> topics) {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
            var existing = admin.listTopics().names().get();
            admin.createTopics(topics.stream()
                            .filter(topic -> !existing.contains(topic.name()))
                            .toList())
                    .all()
                    .get();
            admin.incrementalAlterConfigs(topics.stream()
                            .filter(topic -> existing.contains(topic.name()))
                            .collect(Collectors.toMap(EmbeddedKafka::resource, EmbeddedKafka::settings)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topics at " + bootstrapServers(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        }
    }

    private static ConfigResource resource(NewTopic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static Collection<AlterConfigOp> settings(NewTopic topic) {
        return Objects.requireNonNullElse(topic.configs(), Map.<String, String>of()).entrySet().stream()
                .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
                .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
                .toList();
    }

    /** Stops watching the broker, so that its folder can be deleted and the process can exit normally. */
    public void abandon() {
        Exit.setHaltProcedure((status, message) -> park());
        Exit.setExitProcedure((status, message) -> park());
    }

    /** As everywhere, Kafka ends the process if it cannot write its folder; this adds a message. */
    private static void sayWhyBeforeHalting(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            long free = folder.toFile().getUsableSpace() >> 20;
            System.err.println("The embedded broker cannot continue; " + free + " MiB are free for " + folder);
            Runtime.getRuntime().halt(status);
        });
    }

    /** The caller relies on this not returning. */
    private static void park() {
        while (true) {
            LockSupport.park();
        }
    }

    /** Stops the broker; what it acknowledged stays in its folder. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
