package io.calotype.messaging.lifecycle;

import io.calotype.messaging.config.StoreConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses settings that suit a laptop alone, where {@code calotype.production} is set. */
@ApplicationScoped
class ProductionCheck {

    private static final Set<String> ENCRYPTED = Set.of("SSL", "SASL_SSL");
    /** Those of this project's examples, and of MinIO. */
    private static final Set<String> PUBLISHED = Set.of("calotype", "calotype-secret", "minioadmin");

    private final boolean production;
    private final String securityProtocol;
    private final Optional<String> hostnames;
    private final StoreConfig store;

    ProductionCheck(
            @ConfigProperty(name = "calotype.production", defaultValue = "false") boolean production,
            @ConfigProperty(name = "kafka.security.protocol", defaultValue = "PLAINTEXT") String securityProtocol,
            @ConfigProperty(name = "kafka.ssl.endpoint.identification.algorithm", defaultValue = "https")
                    Optional<String> hostnames,
            StoreConfig store) {
        this.production = production;
        this.securityProtocol = securityProtocol;
        this.hostnames = hostnames;
        this.store = store;
    }

    /** Before models are read, which can take minutes. */
    void start(@Observes @Priority(StartupOrder.SETTINGS) StartupEvent starting) {
        if (production) {
            check();
        }
    }

    void check() {
        require(
                ENCRYPTED.contains(securityProtocol),
                "kafka.security.protocol",
                "is " + securityProtocol + "; in production it must be one of SSL, SASL_SSL");
        require(
                hostnames.isPresent(),
                "kafka.ssl.endpoint.identification.algorithm",
                "is empty; in production the names in certificates are checked");
        require(
                store.endpoint().startsWith("https://"),
                "calotype.store.endpoint",
                "is " + store.endpoint() + "; in production it must begin with https://");
        requireOwn("calotype.store.access-key", store.accessKey());
        requireOwn("calotype.store.secret-key", store.secretKey());
    }

    private static void requireOwn(String name, Optional<String> credential) {
        require(credential.isPresent(), name, "is not set; in production requests are not anonymous");
        require(
                credential.filter(PUBLISHED::contains).isEmpty(),
                name,
                "is that of an example, which everybody knows; in production it must be your own");
    }

    private static void require(boolean right, String name, String fault) {
        if (!right) {
            throw new WrongSetting(name, fault);
        }
    }
}
