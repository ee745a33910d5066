package io.calotype.local.inprocess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts programs that have the classes of all stages, so that this one has none. */
public final class InProcessJar {

    private static final String PACKAGE = "io.calotype.inprocess.";

    private final Path jar;

    /**
     * Finds the jar.
     *
     * @throws LocalFailure if it is not built
     */
    public InProcessJar(Home home) {
        jar = home.root().resolve("deploy/in-process/target/calotype-in-process.jar");
        if (!Files.isRegularFile(jar)) {
            throw new LocalFailure("in-process is not built: " + jar + " is missing");
        }
    }

    /**
     * Runs a program, whose errors go to the terminal, and returns the JSON that its last line is.
     *
     * @param heap the most, such as {@code 512m}
     * @throws LocalFailure if it fails
     */
    public JsonNode run(String program, String heap, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-cp", jar.toString(), PACKAGE + program));
        command.addAll(arguments);
        try {
            var process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LocalFailure(program + " failed");
            }
            return last(out);
        } catch (IOException e) {
            throw new LocalFailure("Cannot run " + jar + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted", e);
        }
    }

    private static JsonNode last(String out) throws JsonProcessingException {
        var lines = out.strip().lines().toList();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1)); // libraries may print before it
    }
}
