package io.calotype.decoder.vae;

import io.calotype.inference.onnx.ExecutionProvider;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.config.StageConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Makes what decodes latents, of the pack that this process serves. */
@Dependent
class VaeParts {

    @Produces
    @Singleton
    ModelPack pack(StageConfig config) {
        return ModelPack.find(
                config.packsDir(), config.model(), config.variant().orElse(""));
    }

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup
    VaeDecoder decoder(ModelPack pack, StageConfig config) {
        var onnx = config.onnx();
        int threads = onnx.intraOpThreads() == 0 ? Runtime.getRuntime().availableProcessors() : onnx.intraOpThreads();
        var provider = ExecutionProvider.valueOf(onnx.provider().toUpperCase(Locale.ROOT));
        return VaeDecoder.open(pack, new SessionSettings(threads, onnx.spinning(), provider, onnx.deviceId()));
    }

    void close(@Disposes VaeDecoder decoder) {
        decoder.close();
    }
}
