package io.calotype.encoder.vae;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what encodes pictures, of the pack that this process serves. */
@Dependent
class PictureParts {

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    SourcePictureEncoder encoder(ModelPack pack, SessionSettings settings) {
        return SourcePictureEncoder.open(pack, settings);
    }

    void close(@Disposes SourcePictureEncoder encoder) {
        encoder.close();
    }
}
