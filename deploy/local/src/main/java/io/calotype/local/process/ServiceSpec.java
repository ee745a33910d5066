package io.calotype.local.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one service is started.
 *
 * @param name shown to people, and the log file's name
 * @param jar the service's runnable jar
 * @param httpPort of its health and metrics
 * @param environment its settings
 */
public record ServiceSpec(String name, Path jar, int httpPort, Map<String, String> environment) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
    }

    /** Where health and metrics are: {@code http://127.0.0.1:<port>}. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    /**
     * The command line; the leash agent ties the process to this one.
     *
     * @param temporary where native libraries are unpacked; unlike /tmp rarely mounted noexec
     */
    List<String> command(Path leash, Path temporary) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + temporary,
                "-javaagent:" + leash + "=" + ProcessHandle.current().pid(),
                "-jar",
                jar.toString());
    }
}
