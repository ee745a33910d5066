package io.calotype.encoder.vae;

import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
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
    @Startup
    PictureEncoder encoder(ModelPack pack, SessionSettings settings) {
        return PictureEncoder.open(pack, settings);
    }

    void close(@Disposes PictureEncoder encoder) {
        encoder.close();
    }
}
