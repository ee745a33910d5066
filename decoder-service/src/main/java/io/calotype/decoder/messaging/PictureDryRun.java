package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.decoder.meaning.Meanings;
import io.calotype.decoder.render.PictureRenderer;
import io.calotype.decoder.safety.SafetyPolicy;
import io.calotype.decoder.vae.VaeDecoder;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.file.Picture;
import io.calotype.stage.lifecycle.DryRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jboss.logging.Logger;

/** Reads latents of zeros, makes a picture's file and its embedding, and looks whether it is safe. */
@ApplicationScoped
class PictureDryRun implements DryRun {

    private static final Logger LOG = Logger.getLogger(PictureDryRun.class);

    private final ModelPack pack;
    private final VaeDecoder decoder;
    private final PictureRenderer renderer;
    private final Meanings meanings;
    private final SafetyPolicy safety;

    PictureDryRun(
            ModelPack pack, VaeDecoder decoder, PictureRenderer renderer, Meanings meanings, SafetyPolicy safety) {
        this.pack = pack;
        this.decoder = decoder;
        this.renderer = renderer;
        this.meanings = meanings;
        this.safety = safety;
    }

    @Override
    public void run() {
        var task = DryRun.task(pack.defaults(), pack.digest());
        int scale = pack.settings().vaeScaleFactor();
        var size = task.spec().drawnSize();
        var shape = Shape.of(decoder.channels(), size.height() / scale, size.width() / scale);
        var zeros = Tensor.zeros(shape);
        var written = new ImageTensors(task, Map.of(ImageTensors.LATENTS, zeros)).toSafetensors();
        var latents = ImageTensors.parse(ByteBuffer.wrap(written));
        var picture = decoder.decode(latents.require(ImageTensors.LATENTS), size);
        renderer.file(latents.task(), picture);
        meanings.ofPicture(picture, latents);
        check(latents.task(), picture);
    }

    /** The safety checker may find something in what nobody will see. */
    private void check(ImageTask task, Picture picture) {
        try {
            safety.check(picture, task.origin().source());
        } catch (Refusal refused) {
            LOG.debugf("the picture of the dry run: %s", refused.problem().type());
        }
    }
}
