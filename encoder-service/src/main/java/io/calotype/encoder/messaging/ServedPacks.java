package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.TreeSet;

/** Makes the process's router from its settings. */
final class ServedPacks {

    private ServedPacks() {}

    @Produces
    @Singleton
    static PromptRouter router(StageConfig stage, EncoderConfig encoder) {
        var known = new TreeSet<>(stage.knownModels().orElse(List.of()));
        return new PromptRouter(stage.model(), encoder.defaultModel().orElse(stage.model()), known);
    }
}
