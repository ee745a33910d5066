package io.calotype.encoder.policy;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.encoder.policy.PromptPolicy.Service;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.stage.config.StageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Startup;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what asks the policy service, at start: a wrong setting ends the process before it reads a prompt. */
@Dependent
class PolicyParts {

    private final Vertx vertx;
    private final TlsConfigurationRegistry tls;

    PolicyParts(Vertx vertx, TlsConfigurationRegistry tls) {
        this.vertx = vertx;
        this.tls = tls;
    }

    @Produces
    @Singleton
    @Startup(StartupOrder.SETTINGS)
    PromptPolicy policy(
            EncoderConfig config, StageConfig stage, Tenants tenants, MeterRegistry registry, OpenTelemetry telemetry) {
        var asked = config.promptPolicy();
        var service = asked.url().map(url -> {
            var settings = PolicySettings.of(url, asked);
            return new Service(
                    client(settings, asked),
                    settings,
                    new Outage(System::nanoTime),
                    new PolicyMetrics(registry),
                    telemetry.getTracer("io.calotype"));
        });
        return new PromptPolicy(service, tenants, stage.model());
    }

    private PolicyClient client(PolicySettings settings, EncoderConfig.PolicyService asked) {
        var options = PolicyClient.options(settings);
        asked.tlsConfigurationName().ifPresent(name -> {
            var known = tls.get(name)
                    .orElseThrow(() -> new WrongSetting(
                            PolicySettings.PREFIX + "tls-configuration-name",
                            "is " + name + "; quarkus.tls." + name + ".* is not there"));
            TlsConfigUtils.configure(options, known);
        });
        return new PolicyClient(vertx, options, settings);
    }

    void close(@Disposes PromptPolicy policy) {
        policy.close();
    }
}
