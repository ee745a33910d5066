package io.calotype.decoder.meaning;

import io.calotype.decoder.config.DecoderConfig;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Loads the image encoder of the pack that this process serves, if it has one. */
@Dependent
class MeaningParts {

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    Meanings meanings(ModelPack pack, SessionSettings settings, DecoderConfig config) {
        return new Meanings(config.tellPrompt(), ImageEncoder.open(pack, settings));
    }

    void close(@Disposes Meanings meanings) {
        meanings.close();
    }
}
