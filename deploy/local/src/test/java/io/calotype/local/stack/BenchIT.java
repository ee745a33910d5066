package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./calotype bench} measures a stack of its own; what the figures are depends on the machine. */
@Tag("long")
class BenchIT {

    private static final String SMALL = " bench 'a red apple' --steps 1 --size 64x64 --images 4 --concurrency 2";

    @TempDir
    private Path folder;

    @Test
    void everyLoadAndProcessIsMeasured() throws Exception {
        // When
        var outcome = shell().run("exec $PROGRAM" + SMALL + " --json figures.json --in-process 1 --markdown page.md");
        // Then
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.startsWith("saturated, 2 at a time"));
        var figures = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
        assertThat(figures.path("loads")).hasSize(6).allSatisfy(load -> {
            assertThat(load.path("images_per_s").asDouble()).isPositive();
            var latency = load.path("latency_ms");
            assertThat(latency.path("p50").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(latency.path("p99").asDouble());
            assertThat(load.at("/denoise/compute_ms/p50").asDouble())
                    .isLessThan(latency.path("p99").asDouble());
        });
        assertThat(figures.path("processes").properties()).hasSize(4).allSatisfy(process -> assertThat(
                        process.getValue().path("cpu_s_per_image").asDouble())
                .isPositive());
        assertThat(images(figures)).containsExactly(1, 4, 4, 4, 4, 4);
        assertThat(figures.path("in_process")).singleElement().satisfies(round -> {
            assertThat(round.path("share").asDouble()).isPositive();
            assertThat(round.path("in_process_cpu_s_per_image").asDouble())
                    .isPositive()
                    .isLessThan(round.path("cpu_s_per_image").asDouble());
        });
        assertThat(Files.readString(folder.resolve("page.md")))
                .contains("| first after the start | queue p50 |", "| one at a time | queue p50 |")
                .contains("| saturated | stack | one process |");
    }

    @Test
    void severalImagesOfAPromptAreRefused() throws Exception {
        // When
        var outcome = shell().run("exec $PROGRAM" + SMALL + " -n 2");
        // Then
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("calotype: -n is not for bench");
    }

    private Shell shell() {
        return new Shell(folder)
                .with("PROGRAM", String.join(" ", Shell.program(List.of())))
                .with("CALOTYPE_DATA", folder.toString());
    }

    private static List<Integer> images(JsonNode figures) {
        return StreamSupport.stream(figures.path("loads").spliterator(), false)
                .map(load -> load.path("images").asInt())
                .toList();
    }
}
