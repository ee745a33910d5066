package io.calotype.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The settings and the folder of a broker that is a controller as well.
 *
 * @param port where it listens
 * @param advertisedPort where its clients connect
 * @param settings more of them, or others than those below
 */
record KraftLayout(Path folder, int port, int advertisedPort, ClusterMember member, Map<String, String> settings) {

    private static final String HOST = "127.0.0.1";
    private static final String MAX_RECORD_BYTES = "8388608";

    String bootstrapServers() {
        return HOST + ":" + advertisedPort;
    }

    /** Writes cluster id and metadata version once; a folder that has them is left as it is. */
    void format() {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(folder);
            new Formatter()
                    .setClusterId(member.clusterId())
                    .setNodeId(member.id())
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setPrintStream(silence)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the broker's folder " + folder, e);
        } catch (Exception e) {
            throw new IllegalStateException("Cannot format the broker's folder " + folder, e);
        }
    }

    Properties brokerProperties() {
        var p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(member.id()));
        p.put("controller.quorum.voters", member.voters(HOST));
        p.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + member.controllerPort());
        p.put("advertised.listeners", "PLAINTEXT://" + bootstrapServers());
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("log.dirs", ListedFolder.of(folder).toString());
        p.put("auto.create.topics.enable", "false");
        p.put("message.max.bytes", MAX_RECORD_BYTES);
        p.put("replica.fetch.max.bytes", MAX_RECORD_BYTES);
        replicas(p);
        smallMachine(p);
        p.putAll(settings);
        return p;
    }

    private void replicas(Properties p) {
        var replicas = Integer.toString(Math.min(3, member.brokers()));
        var inSync = Integer.toString(Math.min(2, member.brokers()));
        p.put("offsets.topic.replication.factor", replicas);
        p.put("transaction.state.log.replication.factor", replicas);
        p.put("transaction.state.log.min.isr", inSync);
        p.put("share.coordinator.state.topic.replication.factor", replicas);
        p.put("share.coordinator.state.topic.min.isr", inSync);
        p.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller believes the broker to be alive for this long, and its successor waits.
        p.put("broker.session.timeout.ms", "4000");
        p.put("broker.heartbeat.interval.ms", "1000");
    }

    /** The defaults reserve 128 MiB for the log cleaner and open 50 partitions of offsets. */
    private static void smallMachine(Properties p) {
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.num.partitions", "4");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.retention.check.interval.ms", "10000");
        p.put("log.index.size.max.bytes", "1048576");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
    }
}
