package io.calotype.local.stack;

import io.calotype.embedded.broker.ClusterMember;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.embedded.port.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A broker in a process of its own, which can be killed and started again. */
final class BrokerProcess implements AutoCloseable {

    private final Path folder;
    private final int port = Ports.claim(0);
    private final ClusterMember member;
    private Process process;

    BrokerProcess(Path folder, ClusterMember member) {
        this.folder = folder;
        this.member = member;
    }

    /** Starts a broker; ends it when standard input ends, so that it does not outlive its test. */
    public static void main(String... args) {
        var watch = new Thread(BrokerProcess::haltWithTheTest);
        watch.setDaemon(true);
        watch.start();
        var controllers =
                Arrays.stream(args[4].split(",")).map(Integer::valueOf).toList();
        var member = new ClusterMember(Integer.parseInt(args[2]), args[3], controllers);
        EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), member, Map.of());
    }

    private static void haltWithTheTest() {
        try {
            System.in.transferTo(System.err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    /** The command that starts it. */
    List<String> command() {
        var controllers = member.controllerPorts().stream().map(String::valueOf).collect(Collectors.joining(","));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                folder.toString(),
                Integer.toString(port),
                Integer.toString(member.id()),
                member.clusterId(),
                controllers);
    }

    void start() throws IOException {
        process = new ProcessBuilder(command())
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int id() {
        return member.id();
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
