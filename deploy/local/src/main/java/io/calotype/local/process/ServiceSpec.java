package io.calotype.local.process;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How one service is started.
 *
 * @param name shown to people, and the log file's name
 * @param jar the service's runnable jar
 * @param http where its health and metrics are
 * @param environment its settings
 * @param options of its JVM
 */
public record ServiceSpec(String name, Path jar, URI http, Map<String, String> environment, List<String> options) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
        options = List.copyOf(options);
    }

    /** A service with the usual options. */
    public ServiceSpec(String name, Path jar, URI http, Map<String, String> environment) {
        this(name, jar, http, environment, usual(name));
    }

    /** A service that listens on a port of 127.0.0.1. */
    public ServiceSpec(String name, Path jar, int port, Map<String, String> environment) {
        this(name, jar, URI.create("http://127.0.0.1:" + port), environment);
    }

    /** An encoder has several readers of the prompts, and one record may take 117 MiB in each of them (ADR 22). */
    private static List<String> usual(String name) {
        var heap = name.contains("encoder-service") ? "-Xmx512m" : "-Xmx256m";
        return List.of(heap, "-XX:+ExitOnOutOfMemoryError");
    }

    /**
     * Returns the same service, compiled by C1 alone: it starts with a third less work and takes less memory, and what it does most,
     * in the models, is compiled already. But it hashes files at a tenth of the speed.
     */
    public ServiceSpec compiledByC1() {
        return with(List.of("-XX:TieredStopAtLevel=1"));
    }

    /** Returns the same service, which keeps its classes for later processes; nothing ends it when its launcher is gone. */
    public ServiceSpec recordingClasses() {
        return with(ClassArchive.of(jar).recordOptions());
    }

    private ServiceSpec with(List<String> more) {
        return new ServiceSpec(
                name,
                jar,
                http,
                environment,
                Stream.concat(options.stream(), more.stream()).toList());
    }

    /**
     * The command line; the leash agent ties the process to this one.
     *
     * @param temporary where native libraries are unpacked; unlike /tmp rarely mounted noexec
     */
    List<String> command(Path leash, Path temporary) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(
                        List.of(java),
                        options,
                        ClassArchive.of(jar).useOptions(options),
                        List.of("-Djava.io.tmpdir=" + temporary),
                        tied(leash),
                        List.of("-jar", jar.toString()))
                .flatMap(List::stream)
                .toList();
    }

    /** The JVM records no classes beside an agent. */
    private List<String> tied(Path leash) {
        return ClassArchive.isRecordedBy(options)
                ? List.of()
                : List.of("-javaagent:" + leash + "=" + ProcessHandle.current().pid());
    }
}
