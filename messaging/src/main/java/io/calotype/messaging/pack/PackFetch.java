package io.calotype.messaging.pack;

import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.store.StoredFiles;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Fetches the packs that the settings name, before anything loads them. */
@ApplicationScoped
class PackFetch {

    private final PackFetchConfig config;
    private final StoredFiles store;

    PackFetch(PackFetchConfig config, StoredFiles store) {
        this.config = config;
        this.store = store;
    }

    void start(@Observes @Priority(StartupOrder.PACKS) StartupEvent starting) {
        var packs = config.packsFromStore().orElse(List.of()).stream()
                .map(StoredPack::parse)
                .toList();
        var needed = new NeededFiles(config.packFolders().orElse(List.of()));
        packs.forEach(pack -> new PackFolder(config.packsDir(), pack, store).fetch(needed));
    }
}
