package io.calotype.gateway.model;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which packs the deployment serves, and where they are; the stages have the same settings. */
@ConfigMapping(prefix = "calotype")
public interface PacksConfig {

    /** The folder that holds the model packs, one folder each. */
    Path packsDir();

    /** The packs that the deployment serves; by default all in the folder. */
    Optional<List<String>> knownModels();

    /** How many times as wide and high the deployment's upscaler makes pictures; without it there is no upscaler. */
    OptionalInt upscale();

    /** Whether the deployment serves a pack of that name, if there is one. */
    default boolean serves(String model) {
        return knownModels().map(known -> known.contains(model)).orElse(true);
    }
}
