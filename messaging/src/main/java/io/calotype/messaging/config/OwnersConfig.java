package io.calotype.messaging.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may act for others, the same in all services of a deployment. */
@ConfigMapping(prefix = "calotype.owners")
public interface OwnersConfig {

    /** CloudEvents sources that may act for every owner: cancel, pause, resume, branch, erase and, over HTTP, read. */
    Optional<List<String>> operators();
}
