package io.calotype.messaging.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which model packs a service fetches from the object store when it starts, and where it puts them. */
@ConfigMapping(prefix = "calotype")
public interface PackFetchConfig {

    /** The folder that holds the model packs, one folder each. */
    Path packsDir();

    /** The packs to fetch, each as {@code NAME=DIGEST}, the sha256 of its {@code manifest.json}; none where empty. */
    Optional<List<String>> packsFromStore();

    /**
     * The folders whose large files this service reads, by the beginnings of their names; small files are fetched from every folder.
     */
    Optional<List<String>> packFolders();
}
