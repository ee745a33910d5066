package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service that is started without the launcher, and ends by itself.
 *
 * @param log what it said
 * @param took from its start to its end
 */
record ServiceAlone(int exitCode, String log, Duration took) {

    /** Runs a service to its end, with these variables. */
    static ServiceAlone run(String service, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        var log = folder.resolve("service.log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Home.under(Shell.ROOT).jar(service).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", "localhost:1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        var process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        var took = Duration.ofNanos(System.nanoTime() - start);
        return new ServiceAlone(process.exitValue(), Files.readString(log), took);
    }
}
