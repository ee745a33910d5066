package io.calotype.embedded.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** The settings and the folder of a broker that is its own controller. */
record KraftLayout(Path folder, int port, int controllerPort) {

    private static final String HOST = "127.0.0.1";
    private static final String MAX_RECORD_BYTES = "8388608";

    String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Writes cluster id and metadata version once; a folder that has them is left as it is. */
    void format() {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(folder);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
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
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        p.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("log.dirs", ListedFolder.of(folder).toString());
        p.put("auto.create.topics.enable", "false");
        p.put("message.max.bytes", MAX_RECORD_BYTES);
        p.put("replica.fetch.max.bytes", MAX_RECORD_BYTES);
        singleNode(p);
        smallMachine(p);
        return p;
    }

    private static void singleNode(Properties p) {
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
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
