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
 * @param http where its health and metrics are
 * @param environment its settings
 */
public record ServiceSpec(String name, Path jar, URI http, Map<String, String> environment) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
    }

    /** A service that listens on a port of 127.0.0.1. */
    public ServiceSpec(String name, Path jar, int port, Map<String, String> environment) {
        this(name, jar, URI.create("http://127.0.0.1:" + port), environment);
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
