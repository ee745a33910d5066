package io.calotype.upscaler.enlarge;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.UpscalerPack;
import io.calotype.inference.upscale.Upscaler;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.pictures.credentials.ContentCredentials;
import io.calotype.stage.config.StageConfig;
import io.calotype.upscaler.config.UpscalerConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes what enlarges pictures, of the pack that this process serves, and what signs them. */
@Dependent
class UpscalerParts {

    @Produces
    @Singleton
    UpscalerPack pack(StageConfig config) {
        var pack = UpscalerPack.open(config.packsDir(), config.model());
        config.modelDigest().ifPresent(pack::requireManifest);
        config.upscale().ifPresent(factor -> require(factor, pack));
        return pack;
    }

    private static void require(int factor, UpscalerPack pack) {
        if (factor != pack.scale()) {
            throw new WrongSetting(
                    "calotype.upscale", "is %d, but %s enlarges %d times".formatted(factor, pack.name(), pack.scale()));
        }
    }

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    Upscaler upscaler(UpscalerPack pack, StageConfig config) {
        var onnx = config.onnx();
        return Upscaler.open(
                pack, SessionSettings.of(onnx.intraOpThreads(), onnx.spinning(), onnx.provider(), onnx.deviceId()));
    }

    void close(@Disposes Upscaler upscaler) {
        upscaler.close();
    }

    /** Read at start: a certificate that nobody would accept stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    ContentCredentials credentials(
            UpscalerConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        return ContentCredentials.of(config.contentCredentials(), "calotype.upscaler.content-credentials.", version);
    }
}
