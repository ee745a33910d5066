package io.calotype.encoder.image;

import io.calotype.encoder.picture.SourcePictures;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what embeds pictures, of the pack that this process serves. */
@Dependent
class ImageParts {

    /** Loaded at start: a pack that does not fit stops the process. */
    @Produces
    @Singleton
    @Startup(StartupOrder.BEFORE_CHANNELS)
    PictureEmbedder embedder(ModelPack pack, SessionSettings settings, SourcePictures pictures) {
        return new PictureEmbedder(pictures, ImageEncoder.open(pack, settings));
    }

    void close(@Disposes PictureEmbedder embedder) {
        embedder.close();
    }
}
