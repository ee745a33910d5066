package io.calotype.gateway.caller;

import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Whether callers must authenticate: always, except on a gateway without keys that only this machine can reach. */
@ApplicationScoped
public class Access {

    private static final Logger LOG = Logger.getLogger(Access.class);

    private final boolean required;
    private final boolean trustsProxy;
    private final String host;

    Access(
            ApiKeys keys,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false") boolean oidc,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "calotype.gateway.trust-proxy", defaultValue = "false") boolean trustsProxy) {
        this.required = oidc || !keys.isEmpty();
        this.trustsProxy = trustsProxy;
        this.host = host;
    }

    /** Returns whether callers need a key or a token. */
    public boolean isRequired() {
        return required;
    }

    void start(@Observes @Priority(StartupOrder.BEFORE_CHANNELS) StartupEvent starting) {
        check();
        LOG.infof("callers %s", required ? "need a key or a token" : "on this machine need no key");
    }

    /** Throws if the gateway needs no key and is reachable from other machines. */
    void check() {
        if (!required && trustsProxy) {
            throw new WrongSetting(
                    "calotype.gateway.trust-proxy",
                    "needs calotype.gateway.api-keys or quarkus.oidc.*: without keys, callers are admitted by the host they name");
        }
        if (!required && !isLoopback(host)) {
            throw new WrongSetting(
                    "quarkus.http.host",
                    "is " + host
                            + ", where everybody who reaches it could use the gateway: set calotype.gateway.api-keys or"
                            + " quarkus.oidc.*, or let it listen on 127.0.0.1");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
