package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs lines of a POSIX shell as they would be typed, in an environment of nothing but a {@code PATH}.
 *
 * <p>The lines go through a file in UTF-8, since this JVM may not be able to hand on other arguments than ASCII.
 */
final class Shell {

    static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."))
            .toAbsolutePath()
            .normalize();

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));

    record Outcome(int exitCode, List<String> out, String err) {}

    /** The command line that {@code ./calotype} ends in. */
    static List<String> program(List<String> arguments) {
        var target = ROOT.resolve("deploy/local/target");
        var java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:SharedArchiveFile=" + target.resolve("app-cds.jsa"),
                "-Xlog:cds*=off",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dcalotype.root=" + ROOT,
                "-jar",
                target.resolve("calotype-local.jar").toString());
        return Stream.concat(java.stream(), arguments.stream()).toList();
    }

    Shell(Path folder) {
        this.folder = folder;
        environment.put("ROOT", ROOT.toString());
    }

    Shell with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What the lines print, read as UTF-8. */
    Outcome run(String lines) throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("lines.sh"), "set -e\n" + lines);
        var err = folder.resolve("err.txt");
        var builder = new ProcessBuilder("/bin/sh", script.toString()).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.redirectError(err.toFile()).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), out.lines().toList(), Files.readString(err));
    }
}
