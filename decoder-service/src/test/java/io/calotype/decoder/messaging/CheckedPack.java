package io.calotype.decoder.messaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.inference.pack.ModelPack;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The built-in pack with a tiny safety checker, whose findings are refused. */
public final class CheckedPack implements QuarkusTestProfile {

    private static final Path BUILT_IN = Path.of("../models/target/packs/pictograms");
    private static final Path CHECKER = Path.of("../models/fixtures/packs/safety/pack");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var packs = Files.createTempDirectory(Path.of("target"), "checked-packs");
            write(packs.resolve("pictograms"));
            return Map.of("calotype.packs-dir", packs.toString(), "calotype.decoder.unsafe-pictures", "refuse");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path pack) throws IOException {
        copy(BUILT_IN, pack);
        copy(CHECKER, pack);
        var json = new ObjectMapper();
        var file = pack.resolve("manifest.json");
        var manifest = (ObjectNode) json.readTree(file.toFile());
        try (var added = Files.walk(CHECKER)) {
            for (var path : added.filter(Files::isRegularFile).toList()) {
                manifest.withObject("/files")
                        .putObject(CHECKER.relativize(path).toString())
                        .put("sha256", ModelPack.sha256Of(path))
                        .put("size", Files.size(path));
            }
        }
        json.writeValue(file.toFile(), manifest);
    }

    private static void copy(Path source, Path target) throws IOException {
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = target.resolve(source.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
