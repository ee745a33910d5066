package io.calotype.encoder.text;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.stage.config.StageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what encodes text, of the pack that this process serves. */
@Dependent
class TextParts {

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

    @Produces
    @Singleton
    TextEncoder encoder(ModelPack pack, SessionSettings settings, EncoderConfig own) {
        return TextEncoder.open(pack, own.longPrompts(), settings);
    }

    void close(@Disposes TextEncoder encoder) {
        encoder.close();
    }

    @Produces
    @Singleton
    EmbeddingCache cache(EncoderConfig config, MeterRegistry registry) {
        return new EmbeddingCache(config.cacheBytes(), registry);
    }
}
