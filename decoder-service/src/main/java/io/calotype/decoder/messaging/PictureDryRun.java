package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.decoder.meaning.Meanings;
import io.calotype.decoder.render.PictureRenderer;
import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.inference.pack.ModelPack;
import io.calotype.stage.lifecycle.DryRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Map;

/** Reads latents of zeros, and makes a picture's file and its embedding. */
@ApplicationScoped
class PictureDryRun implements DryRun {

    private final ModelPack pack;
    private final VaeDecoder decoder;
    private final PictureRenderer renderer;
    private final Meanings meanings;

    PictureDryRun(ModelPack pack, VaeDecoder decoder, PictureRenderer renderer, Meanings meanings) {
        this.pack = pack;
        this.decoder = decoder;
        this.renderer = renderer;
        this.meanings = meanings;
    }

    @Override
    public void run() {
        var task = DryRun.task(pack.defaults(), pack.digest());
        int scale = pack.settings().vaeScaleFactor();
        var size = task.spec().drawnSize();
        var shape = Shape.of(decoder.channels(), size.height() / scale, size.width() / scale);
        var zeros = Tensor.ofFloats(shape, new float[Math.toIntExact(shape.elementCount())]);
        var written = new ImageTensors(task, Map.of(PictureMaker.LATENTS, zeros)).toSafetensors();
        var latents = ImageTensors.parse(ByteBuffer.wrap(written));
        var picture = renderer.render(latents.task(), latents.require(PictureMaker.LATENTS))
                .picture();
        renderer.file(latents.task(), picture);
        meanings.ofPicture(picture, latents);
    }
}
