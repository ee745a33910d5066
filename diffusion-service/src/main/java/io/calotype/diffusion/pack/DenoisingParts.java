package io.calotype.diffusion.pack;

import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.stage.config.StageConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.OptionalInt;

/** Loads the pack that this process serves. */
@Dependent
class DenoisingParts {

    @Produces
    @Singleton
    DenoisingPack pack(StageConfig config, DiffusionConfig own) {
        var pack = new ModelPacks(config.packsDir())
                .open(config.model(), config.variant().orElse(""));
        config.modelDigest().ifPresent(pack::requireManifest);
        return DenoisingPack.load(pack, settings(pack, config.onnx(), own));
    }

    void close(@Disposes DenoisingPack pack) {
        pack.close();
    }

    @Produces
    @Singleton
    EmbeddingCheck check(DenoisingPack pack) {
        return new EmbeddingCheck(pack);
    }

    private static DenoisingSettings settings(ModelPack pack, StageConfig.Onnx onnx, DiffusionConfig own) {
        var all = SessionSettings.of(onnx.intraOpThreads(), onnx.spinning(), onnx.provider(), onnx.deviceId());
        return calls(pack, all, own.parallelCalls())
                .withLoraBytes(own.loraMemory().asLongValue());
    }

    private static DenoisingSettings calls(ModelPack pack, SessionSettings all, OptionalInt wanted) {
        if (wanted.isEmpty()) {
            return DenoisingSettings.usual(all, DenoisingPack.isGuided(pack));
        }
        try {
            return DenoisingSettings.divided(all, wanted.getAsInt());
        } catch (IllegalArgumentException e) {
            throw new WrongSetting("calotype.diffusion.parallel-calls", String.valueOf(e.getMessage()));
        }
    }
}
