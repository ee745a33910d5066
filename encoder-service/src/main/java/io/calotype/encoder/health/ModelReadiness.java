package io.calotype.encoder.health;

import io.calotype.encoder.text.PackText;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the model is loaded and has encoded something; a pack that does not fit stops the process before that. */
@Readiness
@ApplicationScoped
class ModelReadiness implements HealthCheck {

    private final ModelPack pack;
    private final PackText text;

    ModelReadiness(ModelPack pack, PackText text) {
        this.pack = pack;
        this.text = text;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model")
                .status(text.isWarm())
                .withData("pack", pack.name())
                .withData("digest", pack.digest())
                .build();
    }
}
