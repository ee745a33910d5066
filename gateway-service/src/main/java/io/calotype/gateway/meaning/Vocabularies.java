package io.calotype.gateway.meaning;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.tensor.WordVectors;
import io.calotype.gateway.model.PacksConfig;
import io.calotype.gateway.problem.ApiFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The maps of the packs' vocabularies, computed on first use. */
@ApplicationScoped
class Vocabularies {

    private record Drawn(FileTime written, MeaningMap map) {}

    private static final Logger LOG = Logger.getLogger(Vocabularies.class);

    private final PacksConfig config;
    private final Map<String, Drawn> maps = new ConcurrentHashMap<>();

    Vocabularies(PacksConfig config) {
        this.config = config;
    }

    /** Returns a pack's map; fails with {@link ApiFailure} if there is no such pack, or it comes without vocabulary. */
    MeaningMap map(String model) {
        GenerationSpec.requireName("model", model);
        var file = config.packsDir().resolve(model).resolve("vocabulary.safetensors");
        try {
            if (!config.serves(model) || !Files.isRegularFile(file)) {
                throw ApiFailure.notFound("there is no model of that name that has a vocabulary");
            }
            var written = Files.getLastModifiedTime(file);
            var drawn = maps.get(model);
            if (drawn == null || !drawn.written().equals(written)) {
                drawn = new Drawn(written, new MeaningMap(WordVectors.read(file)));
                maps.put(model, drawn);
            }
            return drawn.map();
        } catch (IOException e) {
            LOG.warnf("no map of model=%s: %s", model, e.getMessage());
            throw ApiFailure.notFound("the vocabulary of the model cannot be read");
        }
    }
}
