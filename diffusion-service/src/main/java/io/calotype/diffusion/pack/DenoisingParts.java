package io.calotype.diffusion.pack;

import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Loads the pack that this process serves. */
@Dependent
class DenoisingParts {

    @Produces
    @Singleton
    DenoisingPack pack(StageConfig config, DiffusionConfig own) {
        var pack = new ModelPacks(config.packsDir())
                .open(config.model(), config.variant().orElse(""));
        config.modelDigest().ifPresent(pack::requireManifest);
        return DenoisingPack.load(
                pack, settings(config.onnx()), own.loraMemory().asLongValue());
    }

    void close(@Disposes DenoisingPack pack) {
        pack.close();
    }

    @Produces
    @Singleton
    EmbeddingCheck check(DenoisingPack pack) {
        return new EmbeddingCheck(pack);
    }

    private static SessionSettings settings(StageConfig.Onnx onnx) {
        return SessionSettings.of(onnx.intraOpThreads(), onnx.spinning(), onnx.provider(), onnx.deviceId());
    }
}
