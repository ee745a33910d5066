package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The chart as Helm renders it. */
final class HelmChart {

    private static final String HELM =
            Optional.ofNullable(System.getenv("CALOTYPE_HELM")).orElse("helm");

    private HelmChart() {}

    /** The manifests for some values, in a file. */
    static Path render(String values, Path folder) throws IOException, InterruptedException {
        var manifests = folder.resolve("manifests.yaml");
        var file = Files.writeString(folder.resolve("values.yaml"), values);
        var process = new ProcessBuilder(
                        HELM,
                        "template",
                        "calotype",
                        Shell.ROOT.resolve("deploy/kubernetes/chart").toString(),
                        "--namespace",
                        "calotype",
                        "--kube-version",
                        "1.34.2",
                        "--values",
                        file.toString())
                .redirectOutput(manifests.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.waitFor()).isZero();
        return manifests;
    }
}
