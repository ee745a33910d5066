package io.calotype.decoder.vae;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.stage.config.StageConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what decodes latents, of the pack that this process serves. */
@Dependent
class VaeParts {

    @Produces
    @Singleton
    ModelPack pack(StageConfig config) {
        var pack = new ModelPacks(config.packsDir())
                .open(config.model(), config.variant().orElse(""));
        config.modelDigest().ifPresent(pack::requireManifest);
        return pack;
    }

    @Produces
    @Singleton
    SessionSettings settings(StageConfig config) {
        var onnx = config.onnx();
        return SessionSettings.of(onnx.intraOpThreads(), onnx.spinning(), onnx.provider(), onnx.deviceId());
    }

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    VaeDecoder decoder(ModelPack pack, SessionSettings settings, DecoderConfig config) {
        return VaeDecoder.open(pack, settings, config.wholePixels());
    }

    void close(@Disposes VaeDecoder decoder) {
        decoder.close();
    }
}
