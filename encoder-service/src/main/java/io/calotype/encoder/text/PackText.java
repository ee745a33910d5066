package io.calotype.encoder.text;

import io.calotype.inference.pack.ModelPack;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;

/** Texts as the pack of this process reads them, remembered where they come again. */
@Startup
@Singleton
public class PackText {

    private final ModelPack pack;
    private final TextEncoder encoder;
    private final EmbeddingCache cache;
    private volatile boolean warm;

    PackText(ModelPack pack, TextEncoder encoder, EmbeddingCache cache) {
        this.pack = pack;
        this.encoder = encoder;
        this.cache = cache;
    }

    /** Encodes what nearly every prompt needs, so that the first one does not wait for a cold model. */
    @PostConstruct
    void warmUp() {
        embed(pack.defaults().negativePrompt());
        warm = true;
    }

    /** Tells whether the model has encoded something. */
    public boolean isWarm() {
        return warm;
    }

    /** Returns what a text means to the pack's denoiser. */
    public TextEmbedding embed(String text) {
        return cache.get(pack.digest(), text, encoder::encode);
    }

    /** Tells whether the denoiser wants to know which tokens are padding. */
    public boolean masked() {
        return encoder.masked();
    }
}
