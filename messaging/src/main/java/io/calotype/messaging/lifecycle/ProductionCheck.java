package io.calotype.messaging.lifecycle;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.Config;

/** Refuses settings that suit a laptop alone, where {@code calotype.production} is set. */
@ApplicationScoped
class ProductionCheck {

    private final Config settings;

    ProductionCheck(Config settings) {
        this.settings = settings;
    }

    /**
     * Checks what the environment and the defaults say before anything of the service is loaded, so that a wrong one ends at once.
     *
     * @throws WrongSetting that names what is wrong
     */
    static void early() {
        check(new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .build());
    }

    /** Checks all settings, files' among them, before models are read, which can take minutes. */
    void start(@Observes @Priority(StartupOrder.SETTINGS) StartupEvent starting) {
        check(settings);
    }

    static void check(Config settings) {
        if (settings.getOptionalValue("calotype.production", Boolean.class).orElse(false)) {
            ServiceLoader.load(ProductionRule.class).forEach(rule -> rule.check(settings));
        }
    }
}
