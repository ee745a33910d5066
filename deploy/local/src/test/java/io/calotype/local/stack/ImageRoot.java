package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The root file system of an image, unpacked from an OCI layout in a tar file. */
record ImageRoot(Path root, JsonNode config) {

    /** What a node does: the root is only read, {@code /tmp} is empty, the packs are mounted. */
    private static final String IN_NAMESPACE = """
            mount --bind "$0" "$0"
            mount --bind "$1" "$0/packs"
            mount --rbind /proc "$0/proc"
            mount --rbind /sys "$0/sys"
            mount --rbind /dev "$0/dev"
            mount -t tmpfs -o mode=1777 tmp "$0/tmp"
            mount -o remount,ro,bind "$0"
            user=$2; root=$0; shift 2
            exec chroot --userspec="$user" "$root" "$@"
            """;

    static ImageRoot unpack(Path tar, Path folder) throws IOException, InterruptedException {
        var layout = Files.createDirectories(folder.resolve("layout"));
        var root = Files.createDirectories(folder.resolve("root"));
        run("tar", "-xf", tar.toString(), "-C", layout.toString());
        assertThat(layout.resolve("oci-layout")).exists();
        var manifest = json(blob(layout, json(layout.resolve("index.json")).at("/manifests/0")));
        for (var layer : manifest.path("layers")) {
            run("tar", "-xzf", blob(layout, layer).toString(), "-C", root.toString(), "--exclude=./dev/*");
        }
        for (var mounted : List.of("proc", "sys", "dev", "tmp", "packs")) {
            Files.createDirectories(root.resolve(mounted));
        }
        return new ImageRoot(root, json(blob(layout, manifest.path("config"))).path("config"));
    }

    String user() {
        return config.path("User").asText();
    }

    /** Starts the image's entry point. */
    Process run(Path packs, Map<String, String> environment, Path log) throws IOException {
        var command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-euc", IN_NAMESPACE));
        command.addAll(List.of(root.toRealPath().toString(), packs.toRealPath().toString(), user()));
        config.path("Entrypoint").forEach(argument -> command.add(argument.asText()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        for (var variable : config.path("Env")) {
            var parts = variable.asText().split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path blob(Path layout, JsonNode descriptor) {
        return layout.resolve("blobs")
                .resolve(descriptor.path("digest").asText().replace(':', '/'));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
