package io.calotype.decoder.messaging;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.safety.SafetyInstall;
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
    private static final String NAME = "pictograms";

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            var packs = Files.createTempDirectory(Path.of("target"), "checked-packs");
            SafetyInstall.install(CHECKER, ModelPack.open(BUILT_IN), NAME, packs);
            return Map.of("calotype.packs-dir", packs.toString(), "calotype.decoder.unsafe-pictures", "refuse");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
