package io.calotype.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Which model OpenAI's clients get that name one of OpenAI's; many of them cannot be told another name. */
@ApplicationScoped
class ModelAliases {

    private static final Logger LOG = Logger.getLogger(ModelAliases.class);
    private static final String MODEL = "model";

    private final Map<String, String> models = new HashMap<>();

    @Inject
    ModelAliases(GatewayConfig config) {
        this(config.modelAliases().orElse(List.of()));
    }

    ModelAliases(List<String> configured) {
        for (var alias : configured) {
            int equals = alias.indexOf('=');
            if (equals < 1) {
                throw new WrongSetting(
                        "calotype.gateway.model-aliases", "must read NAME=MODEL, NAME=MODEL, ...; not " + alias);
            }
            models.put(
                    alias.substring(0, equals).strip(),
                    alias.substring(equals + 1).strip());
        }
    }

    void start(@Observes @Priority(StartupOrder.BEFORE_CHANNELS) StartupEvent starting) {
        LOG.debugf("%d aliases of models", models.size());
    }

    /** Replaces an alias in a prompt; an empty name stands for the default model, which a prompt without one gets. */
    void resolve(ObjectNode prompt) {
        var asked = prompt.path(MODEL);
        if (!asked.isTextual()) {
            return;
        }
        var model = models.getOrDefault(asked.textValue(), asked.textValue());
        if (model.isEmpty()) {
            prompt.remove(MODEL);
        } else {
            prompt.put(MODEL, model);
        }
    }
}
