package io.calotype.decoder.credentials;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
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
        var settings = config.contentCredentials();
        if (settings.certificateChain().isEmpty() && settings.privateKey().isEmpty()) {
            return ContentCredentials.NONE;
        }
        var chain = settings.certificateChain().orElseThrow(() -> new WrongSetting(PemFiles.CHAIN, "is missing"));
        var key = settings.privateKey().orElseThrow(() -> new WrongSetting(PemFiles.KEY, "is missing"));
        return new SignedCredentials(new PemFiles(chain, key).read(), version);
    }
}
