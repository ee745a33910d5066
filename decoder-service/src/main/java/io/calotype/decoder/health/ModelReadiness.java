package io.calotype.decoder.health;

import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.inference.pack.ModelPack;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the model is loaded; a pack that does not fit stops the process before that. */
@Readiness
@ApplicationScoped
class ModelReadiness implements HealthCheck {

    private final ModelPack pack;
    private final int channels;

    ModelReadiness(ModelPack pack, VaeDecoder decoder) {
        this.pack = pack;
        this.channels = decoder.channels();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("model")
                .up()
                .withData("pack", pack.name())
                .withData("digest", pack.digest())
                .withData("latent-channels", channels)
                .build();
    }
}
