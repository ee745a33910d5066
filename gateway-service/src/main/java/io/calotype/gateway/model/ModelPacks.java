package io.calotype.gateway.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The model packs that the deployment serves and that are in the packs' folder. */
@ApplicationScoped
public class ModelPacks {

    /** A pack's description, and when it was written. */
    public record Pack(String name, Instant created, PackDescription description, JsonNode scheduler) {}

    private static final Logger LOG = Logger.getLogger(ModelPacks.class);
    private static final String DESCRIPTION = "pack.json";
    private static final String SCHEDULER = "scheduler/scheduler_config.json"; // an upscaler's pack has none

    private final PacksConfig config;
    private final ObjectMapper json;

    ModelPacks(PacksConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
    }

    /** The packs by name, as they are on disk now. */
    public List<Pack> all() {
        var folder = config.packsDir();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var packs = Files.list(folder)) {
            return packs.filter(pack -> Files.isRegularFile(pack.resolve(DESCRIPTION)))
                    .filter(pack -> Files.isRegularFile(pack.resolve(SCHEDULER)))
                    .filter(pack -> config.serves(pack.getFileName().toString()))
                    .sorted()
                    .map(this::read)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the model packs in " + folder, e);
        }
    }

    private Optional<Pack> read(Path pack) {
        try {
            var description = pack.resolve(DESCRIPTION);
            var written = Files.getLastModifiedTime(description).toInstant();
            var scheduler = pack.resolve(SCHEDULER);
            return Optional.of(new Pack(
                    pack.getFileName().toString(),
                    written,
                    json.readValue(Files.readAllBytes(description), PackDescription.class),
                    json.readTree(Files.readAllBytes(scheduler))));
        } catch (IOException e) {
            LOG.warnf("model pack %s skipped: %s", pack, e.getMessage());
            return Optional.empty();
        }
    }
}
