package io.calotype.upscaler.health;

import io.calotype.inference.pack.UpscalerPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the model is loaded; a pack that does not fit stops the process before that. */
@Readiness
@ApplicationScoped
class ModelReadiness implements HealthCheck {

    private final UpscalerPack pack;

    ModelReadiness(UpscalerPack pack) {
        this.pack = pack;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model")
                .up()
                .withData("pack", pack.name())
                .withData("digest", pack.digest())
                .withData("scale", pack.scale())
                .build();
    }
}
