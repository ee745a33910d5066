package io.calotype.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.byteman.agent.Main;

/** Rules that a Byteman agent puts into the services when they start; the services' own code has no switch for them. */
public final class Rules {

    /** Two calls of a model in a hundred fail. */
    static final String MODEL_CALLS_FAIL = """
            RULE a call of the model fails
            CLASS io.calotype.inference.onnx.Slot
            METHOD run
            AT ENTRY
            IF Math.random() < 0.02
            DO throw new java.lang.IllegalStateException("a call of the model failed")
            ENDRULE
            """;

    /** A call of a model takes 100 ms in which nothing is computed. */
    public static final String MODEL_CALLS_WAIT = """
            RULE a call of the model waits
            CLASS io.calotype.inference.onnx.Slot
            METHOD run
            AT ENTRY
            IF true
            DO delay(100); RETURN
            ENDRULE
            """;

    private static final String SCRIPT = """
            RULE %s
            CLASS %s
            METHOD %s
            AT %s
            IF %s
            DO %s
            ENDRULE
            """;

    private Rules() {}

    /** Returns one rule in Byteman's language. */
    public static String rule(
            String name, String type, String method, String location, String condition, String action) {
        return SCRIPT.formatted(name, type, method, location, condition, action);
    }

    /** Returns a rule that ends the first process that comes to a place, as {@code kill -9} would. */
    public static String halt(String name, String type, String method, String location, String condition) {
        try {
            var once = Files.createTempFile(Path.of("target"), "halt", ".once").toAbsolutePath();
            Files.delete(once);
            var place = location + "\nBIND once = new java.io.File(\"" + once + "\")";
            var first = "(" + condition + ") && once.createNewFile()";
            return rule(name, type, method, place, first, "Runtime.getRuntime().halt(137)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the environment of services that live by rules. */
    public static Map<String, String> environment(String... rules) {
        try {
            var script =
                    Files.createTempFile(Path.of("target"), "rules", ".btm").toAbsolutePath();
            Files.writeString(script, String.join("\n", rules));
            var agent = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Map.of("JAVA_TOOL_OPTIONS", "-javaagent:%s=script:%s".formatted(agent, script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
