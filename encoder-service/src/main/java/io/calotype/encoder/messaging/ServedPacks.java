package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.stage.config.StageConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes the process's router from its settings. */
final class ServedPacks {

    private ServedPacks() {}

    @Produces
    @Singleton
    @Startup(StartupOrder.SETTINGS)
    static PromptRouter router(StageConfig stage, EncoderConfig encoder) {
        var known = new TreeSet<>(stage.knownModels().orElse(List.of()));
        var fallback = encoder.defaultModel().orElse(stage.model());
        var replaced = replaced(encoder.replacedModels().orElse(List.of()));
        return new PromptRouter(stage.model(), fallback, known, replaced);
    }

    /** A new pack that is replaced itself would make prompts go from one encoder to the next. */
    static Map<String, String> replaced(List<String> configured) {
        var replaced = new TreeMap<String, String>();
        for (var each : configured) {
            var names = each.split("=", -1);
            if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
                throw wrong("must read OLD=NEW, OLD=NEW, ...; not " + each);
            }
            replaced.put(names[0].strip(), names[1].strip());
        }
        replaced.values().stream().filter(replaced::containsKey).findFirst().ifPresent(both -> {
            throw wrong("names " + both + " as a new model and as an old one");
        });
        return replaced;
    }

    private static WrongSetting wrong(String fault) {
        return new WrongSetting("calotype.encoder.replaced-models", fault);
    }
}
