package io.calotype.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Helm is, the kept manifests are rendered again, and values that cannot work are refused. */
class RenderedTest {

    /** The lowest version that the chart accepts would do as well; without one Helm assumes that of its own build. */
    private static final String KUBERNETES_VERSION = "1.34.2";

    private static final String HELM = Optional.ofNullable(System.getenv("CALOTYPE_HELM"))
            .filter(path -> !path.isEmpty())
            .orElse("helm");

    private record Output(int exitCode, String text) {}

    @BeforeAll
    static void requireHelm() {
        assumeTrue(isThere(), "There is no helm on the path or in CALOTYPE_HELM: the chart is not rendered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void theKeptManifestsAreWhatTheChartRenders(String example) throws Exception {
        // When
        var rendered = template(example);
        // Then
        assertThat(rendered.exitCode()).as(rendered.text()).isZero();
        Golden.check(Folder.rendered(example), rendered.text());
    }

    @ParameterizedTest
    @CsvSource({
        "stages.diffusion.replicas=9, /stages/diffusion/replicas",
        "stages.decoder.autoscaling.maxReplicas=9, /stages/decoder/autoscaling/maxReplicas",
        "stages.encoder.autoscaling.minReplicas=0, /stages/encoder/autoscaling/minReplicas",
        "gateway.apiKeys.secret=, /gateway",
        "packs[0].digest=latest, /packs/0/digest",
        "packs[0].stages.diffusion.replicas=9, /packs/0/stages/diffusion/replicas",
        "store.endpoint=minio:9000, /store/endpoint",
        "kafka.bootstrapServers=, /kafka/bootstrapServers",
        "gatway.replicas=1, gatway"
    })
    void aValueThatCannotWorkIsRefusedByItsName(String value, String name) throws Exception {
        // When
        var rendered = template("small", "--set", value);
        // Then
        assertThat(rendered.exitCode()).isNotZero();
        assertThat(rendered.text().replace("'", "")).contains(name);
    }

    @Test
    void lintFindsNothing() throws Exception {
        for (var example : Folder.EXAMPLES) {
            var values = Folder.KUBERNETES.resolve("examples").resolve(example + ".yaml");
            var linted = helm("lint", "--strict", Folder.CHART.toString(), "--values", values.toString());
            assertThat(linted.exitCode()).as(linted.text()).isZero();
        }
    }

    private static Output template(String example, String... more) throws IOException, InterruptedException {
        var values = Folder.KUBERNETES.resolve("examples").resolve(example + ".yaml");
        var arguments = new ArrayList<>(List.of("template", "calotype", Folder.CHART.toString()));
        arguments.addAll(List.of("--namespace", "calotype", "--kube-version", KUBERNETES_VERSION));
        arguments.addAll(List.of("--values", values.toString()));
        arguments.addAll(List.of(more));
        return helm(arguments.toArray(String[]::new));
    }

    private static Output helm(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(HELM));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    private static boolean isThere() {
        return Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> List.of(path.split(":")).stream())
                .map(folder -> Path.of(folder).resolve(HELM))
                .anyMatch(file -> file.toFile().canExecute());
    }
}
