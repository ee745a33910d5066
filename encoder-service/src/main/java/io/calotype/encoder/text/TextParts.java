package io.calotype.encoder.text;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.ModelPacks;
import io.calotype.messaging.store.BestEffortStore;
import io.calotype.stage.config.StageConfig;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what encodes text, of the pack that this process serves. */
@Dependent
class TextParts {

    /** To be changed with the content of {@link StoredEmbedding}, or with how a text becomes an embedding. */
    private static final String FORMAT = "1";

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
        return TextEncoder.open(pack, own.longPrompts(), settings, own.loraMemory());
    }

    void close(@Disposes TextEncoder encoder) {
        encoder.close();
    }

    @Produces
    @Singleton
    MeasuredEmbedder embedder(TextEncoder encoder, MeterRegistry registry) {
        return new MeasuredEmbedder(encoder, registry);
    }

    @Produces
    @Singleton
    Sharing sharing(ModelPack pack, SessionSettings settings, EncoderConfig own) {
        var maker = String.join(
                "/",
                FORMAT,
                pack.digest(),
                settings.provider().name(),
                own.longPrompts().name());
        var shared = own.sharedEmbeddings();
        return new Sharing(shared.enabled(), maker, shared.from(), shared.patience());
    }

    @Produces
    @Singleton
    SharedEmbeddings shared(BestEffortStore store, MeasuredEmbedder embedder, Sharing sharing, MeterRegistry registry) {
        return new SharedEmbeddings(store, embedder, sharing, registry);
    }

    @Produces
    @Singleton
    EmbeddingCache cache(EncoderConfig config, MeterRegistry registry) {
        return new EmbeddingCache(config.cacheBytes(), registry);
    }
}
