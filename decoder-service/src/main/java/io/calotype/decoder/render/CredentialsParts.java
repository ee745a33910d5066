package io.calotype.decoder.render;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.pictures.credentials.ContentCredentials;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what signs pictures, if the operator has a certificate. */
@Dependent
class CredentialsParts {

    /** Read at start: a certificate that nobody would accept stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    ContentCredentials credentials(
            DecoderConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        return ContentCredentials.of(config.contentCredentials(), "calotype.decoder.content-credentials.", version);
    }
}
