package io.calotype.decoder.picture;

import io.calotype.contracts.event.ImageTask;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Knows what pictures of this process's pack say of their making. */
@ApplicationScoped
public class ProvenanceWriter {

    private final String ownScheduler;
    private final Provenance.Pack pack;
    private final String version;

    ProvenanceWriter(ModelPack pack, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.ownScheduler = pack.config("scheduler").path("_class_name").asText("unknown");
        this.pack = new Provenance.Pack(pack.digest(), pack.settings().version());
        this.version = version;
    }

    /** Returns what an image's picture says; a request that names no scheduler took the pack's own. */
    public Provenance of(ImageTask task) {
        var named = task.spec().scheduler();
        return new Provenance(task.spec(), named.isEmpty() ? ownScheduler : named, pack, version);
    }
}
