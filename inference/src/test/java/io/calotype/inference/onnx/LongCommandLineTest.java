package io.calotype.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process with a long class path or arguments loads models like any other. */
class LongCommandLineTest {

    private static final int LENGTH = 60_000;

    /** Loads a model in a process of its own. */
    static final class Load {

        private Load() {}

        public static void main(String[] arguments) {
            OnnxModel.load(Path.of(arguments[0]), SessionSettings.cpu(1)).close();
        }
    }

    @Test
    void modelLoads() throws IOException, InterruptedException, URISyntaxException {
        // Given
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var model = Path.of(LongCommandLineTest.class.getResource("scale.onnx").toURI())
                .toString();
        var command = List.of(
                java, "-cp", System.getProperty("java.class.path"), Load.class.getName(), model, "x".repeat(LENGTH));
        // When
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // Then
        assertThat(process.waitFor()).as(output).isZero();
    }
}
