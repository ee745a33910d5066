package io.calotype.messaging.lifecycle;

import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** In production Kafka and the object store are reached over TLS, with credentials that nobody else knows. */
public final class SecuredConnections implements ProductionRule {

    private static final Set<String> ENCRYPTED = Set.of("SSL", "SASL_SSL");
    /** Those of this project's examples, and of MinIO. */
    private static final Set<String> PUBLISHED = Set.of("calotype", "calotype-secret", "minioadmin");

    private static final String HOSTNAMES = "kafka.ssl.endpoint.identification.algorithm";

    @Override
    public void check(Config settings) {
        var protocol = text(settings, "kafka.security.protocol").orElse("PLAINTEXT");
        require(
                ENCRYPTED.contains(protocol),
                "kafka.security.protocol",
                "is " + protocol + "; in production it must be one of SSL, SASL_SSL");
        require(
                !isEmptied(settings, HOSTNAMES),
                HOSTNAMES,
                "is empty; in production the names in certificates are checked");
        var endpoint = text(settings, "calotype.store.endpoint").orElse("");
        require(
                endpoint.startsWith("https://"),
                "calotype.store.endpoint",
                "is " + endpoint + "; in production it must begin with https://");
        requireOwn("calotype.store.access-key", settings);
        requireOwn("calotype.store.secret-key", settings);
    }

    /** Kafka checks names unless it is told not to by an empty text. */
    private static boolean isEmptied(Config settings, String name) {
        var value = settings.getConfigValue(name);
        return value.getSourceName() != null && text(settings, name).isEmpty();
    }

    private static void requireOwn(String name, Config settings) {
        var credential = text(settings, name);
        require(credential.isPresent(), name, "is not set; in production requests are not anonymous");
        require(
                credential.filter(PUBLISHED::contains).isEmpty(),
                name,
                "is that of an example, which everybody knows; in production it must be your own");
    }

    private static Optional<String> text(Config settings, String name) {
        return settings.getOptionalValue(name, String.class);
    }

    private static void require(boolean right, String name, String fault) {
        if (!right) {
            throw new WrongSetting(name, fault);
        }
    }
}
