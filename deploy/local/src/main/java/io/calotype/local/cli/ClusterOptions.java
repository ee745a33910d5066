package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import io.calotype.local.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka cluster a command works with. */
final class ClusterOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The cluster. Default: that of the running stack.")
    @Nullable
    String server;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Settings of a Kafka client, such as its credentials.")
    @Nullable
    Path config;

    /** The settings of a client of the cluster. */
    Map<String, Object> client(Home home) {
        var settings = new HashMap<String, Object>();
        if (config != null) {
            var properties = new Properties();
            try (var reader = Files.newBufferedReader(config)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new LocalFailure("Cannot read " + config, e);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        settings.put("bootstrap.servers", server != null ? server : running(home));
        return settings;
    }

    private static String running(Home home) {
        return StackState.running(home.stateFile())
                .map(StackState::kafka)
                .orElseThrow(() -> new LocalFailure(
                        "No stack is running; ./calotype up starts one, or name a cluster with --bootstrap-server"));
    }
}
