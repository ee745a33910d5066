package io.calotype.decoder.picture;

import io.calotype.contracts.event.ImageTask;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Knows what pictures of this process's pack say of their making. */
@ApplicationScoped
public class ProvenanceWriter {

    private final Provenance.Pack pack;
    private final String version;

    ProvenanceWriter(ModelPack pack, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.pack = new Provenance.Pack(pack.digest(), pack.settings().version());
        this.version = version;
    }

    /** Returns what an image's picture says. */
    public Provenance of(ImageTask task) {
        return new Provenance(task.spec(), pack, version);
    }
}
