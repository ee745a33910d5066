package io.calotype.diffusion.health;

import io.calotype.diffusion.device.DenoisingDevice;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Up while the denoising thread runs and its steps end; otherwise the process must be restarted. */
@Liveness
@Readiness
@ApplicationScoped
class DenoisingHealth implements HealthCheck {

    private final DenoisingDevice device;

    DenoisingHealth(DenoisingDevice device) {
        this.device = device;
    }

    @Override
    public HealthCheckResponse call() {
        var pack = device.pack().pack();
        return HealthCheckResponse.named("model")
                .status(device.isRunning() && !device.watchdog().hangs())
                .withData("pack", pack.name())
                .withData("digest", pack.digest())
                .withData("step_seconds", device.watchdog().elapsed().toSeconds())
                .build();
    }
}
