package io.calotype.decoder.render;

import io.calotype.contracts.event.ImageTask;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Provenance;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the provenance of pictures of this process's pack. */
@ApplicationScoped
public class ProvenanceWriter {

    private final Provenance.Pack pack;
    private final String version;

    ProvenanceWriter(ModelPack pack, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.pack = new Provenance.Pack(pack.digest(), pack.settings().version());
        this.version = version;
    }

    /** Returns the pack's version. */
    String packVersion() {
        return pack.version();
    }

    /** Returns an image's provenance. */
    public Provenance of(ImageTask task) {
        return new Provenance(task.spec(), pack, version);
    }
}
