package io.calotype.embedded.broker;

import io.calotype.embedded.log.ServerLogs;
import io.calotype.embedded.port.Ports;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka broker in KRaft mode inside this process, on a folder that survives it.
 *
 * <p>It listens on 127.0.0.1 only, never creates a topic by itself and accepts records up to 8 MiB.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and waits until it takes requests.
     *
     * @param folder logs and metadata; created when absent, taken up again when it holds an earlier broker's
     * @param port of the listener, or 0 for a free one
     * @throws io.calotype.embedded.port.PortInUse when somebody else listens on the port
     */
    public static EmbeddedKafka start(Path folder, int port) {
        ServerLogs.quieten();
        var layout = new KraftLayout(folder, Ports.claim(port), Ports.claim(0));
        layout.format();
        sayWhyBeforeHalting(folder);
        var server = new KafkaRaftServer(KafkaConfig.fromProps(layout.brokerProperties(), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("The embedded broker did not start on " + folder, e);
        }
        return new EmbeddedKafka(server, layout.bootstrapServers());
    }

    /** Where clients find the broker: {@code 127.0.0.1:<port>}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates the topics that are absent; one that exists is left as it is. */
    public void createTopics(Collection<NewTopic> topics) {
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Set<String> existing = admin.listTopics().names().get();
            admin.createTopics(topics.stream()
                            .filter(topic -> !existing.contains(topic.name()))
                            .collect(Collectors.toList()))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create topics at " + bootstrapServers, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        }
    }

    /** Lets the broker end with the process, whose exit code it no longer decides: its folder may go away under it. */
    public void abandon() {
        Exit.setHaltProcedure((status, message) -> park());
        Exit.setExitProcedure((status, message) -> park());
    }

    /** A broker whose folder cannot be written ends its process, as Kafka does everywhere, but says so. */
    private static void sayWhyBeforeHalting(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            System.err.println("The embedded broker cannot go on; is there room left for " + folder + "?");
            Runtime.getRuntime().halt(status);
        });
    }

    /** The caller relies on never coming back. */
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
